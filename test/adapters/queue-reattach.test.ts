import { afterAll, beforeAll, describe } from "vitest";
import { queueAdapter, startQueueWorker } from "../../adapters/queue/index.ts";
import { redisObstacle, type RedisServer, startRedis } from "../components/redis.ts";
import { checkReattachLaws, heldWorld } from "./held-world.ts";

describe.skipIf(redisObstacle !== undefined)("queue", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  checkReattachLaws(
    heldWorld(
      ({ evaluator, environment }) => queueAdapter.build({ url: redis.url, evaluator }, environment),
      async (scan) => {
        const worker = await startQueueWorker({ url: redis.url, ...scan });
        return () => worker.close();
      },
    ),
  );
});
