import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { passwordVariable, queueAdapter, startQueueWorker } from "../../adapters/queue/index.ts";
import type { WrappedOptions } from "../../adapters/wrapped/options.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { redisObstacle, type RedisServer, startRedis } from "../components/redis.ts";
import { checkLaws } from "./check-laws.ts";
import { onLinux, processesWith } from "./processes.ts";
import { hurriedClock } from "./scratch.ts";

/** What only children of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;
process.env[variable] = "1";

const secret = "s3cret-of-the-queue";
let redis: RedisServer;
let created = 0;

const harness: EvaluatorHarness = {
  secret,
  async create() {
    const runDirectory = mkdtempSync(join(tmpdir(), "queue-laws-"));
    // Another command, another queue: the laws use the same ids again and again.
    const evaluator: WrappedOptions = { adapter: "command", command: [process.execPath, "acts-command.mjs", String(created++)], persistent: false };
    const environment = {
      configDirectory: join(import.meta.dirname, "simulators"), runDirectory,
      parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2,
    };
    const built = await queueAdapter.build({ url: redis.url, evaluator }, environment);
    const worker = await startQueueWorker({ url: redis.url, evaluator, environment: { ...environment, clock: hurriedClock } });
    const close = async () => {
      await built.close();
      await worker.close();
      rmSync(runDirectory, { recursive: true, force: true });
    };
    return { evaluator: { ...built, close }, remains: async () => processesWith(variable).filter((line) => !line.includes("redis-server")) };
  },
  ...(!onLinux && { exemptions: { "close ends what is under way and leaves nothing running": "processes are looked up in /proc" } }),
};

describe.skipIf(redisObstacle !== undefined)("queue", () => {
  beforeAll(async () => {
    process.env[passwordVariable] = secret;
    redis = await startRedis(secret);
  });
  afterAll(() => redis.stop());

  checkLaws(harness);
});
