import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe } from "vitest";
import { httpAdapter } from "../../adapters/http/index.ts";
import type { EvaluationRequest } from "../../src/evaluation/index.ts";
import { HeldJobs } from "./held-jobs.ts";
import { checkReattachLaws } from "./held-world.ts";
import { environment, scratch } from "./scratch.ts";
import { send, textOf } from "./simulators/acts-service.ts";

describe("http", () => {
  checkReattachLaws({
    async open() {
      const held = new HeldJobs();
      const server = createServer((incoming, response) => void answer(held, incoming, response)).listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/evaluate`;
      return {
        connect: () => httpAdapter.build(httpAdapter.options.parse({ url, pollSeconds: 0.02 }), environment(scratch, 8)),
        started: (id) => held.started(id),
        release: async (id) => held.release(id),
        finished: async () => undefined, // what is let go has finished
        runs: async (id) => held.runs(id),
        async close() {
          server.closeAllConnections();
          server.close();
        },
      };
    },
    exemptions: {
      "another attempt at the same point is another evaluation": "the key is the point's id: a service that has its result gives it again",
    },
  });
});

async function answer(held: HeldJobs, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, headers, url = "" } = incoming;
  if (method === "POST") {
    const path = `/jobs/${String(headers["idempotency-key"])}`;
    held.submit(path, JSON.parse(await textOf(incoming)) as EvaluationRequest);
    return send(response, 202, {}, { location: path });
  }
  const job = held.jobs.get(url);
  if (job === undefined) return send(response, 404, {});
  if (method === "DELETE") {
    held.jobs.delete(url);
    return send(response, 200, {});
  }
  return job.hasEnded ? send(response, 200, held.reply(url)) : send(response, 202, {});
}
