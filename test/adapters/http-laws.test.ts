import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { describe } from "vitest";
import { httpAdapter } from "../../adapters/http/index.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { checkLaws } from "./check-laws.ts";
import { environment, hurriedClock, scratch } from "./scratch.ts";
import { startActsService } from "./simulators/acts-service.ts";

const secret = "s3cr3t-of-the-service";
process.env["ACTS_TOKEN"] = secret;

function harness(withJobs: boolean): EvaluatorHarness {
  return {
    secret,
    async create() {
      const service = await startActsService(secret, withJobs);
      const sockets = new Set<Socket>();
      const onConnected = (message: unknown): void => void sockets.add((message as { readonly socket: Socket }).socket);
      subscribe("undici:client:connected", onConnected);
      const evaluator = await httpAdapter.build(
        httpAdapter.options.parse({ url: service.url, tokenEnvironmentVariable: "ACTS_TOKEN", pollSeconds: 0.1 }),
        { ...environment(scratch, 2), clock: hurriedClock },
      );
      async function close(): Promise<void> {
        await evaluator.close();
        unsubscribe("undici:client:connected", onConnected);
        await service.stop();
      }
      return {
        evaluator: { ...evaluator, close },
        remains: async () => [...sockets].filter(({ destroyed }) => !destroyed).map(({ localPort }) => `a connection from port ${localPort}`),
      };
    },
  };
}

describe("http, answered at once", () => checkLaws(harness(false)));
describe("http, with jobs to poll", () => checkLaws(harness(true)));
