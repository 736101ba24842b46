import { describe, expect, test } from "vitest";
import { redisObstacle } from "../components/redis.ts";
import { slurmObstacle } from "../components/slurm.ts";
import { type ChaosPlan, runChaos } from "./chaos.ts";

/** A small part of what `npm run bench -- chaos` does. */
const plan = { evaluations: 40, driverKills: 3, workerKills: 4 };

async function expectNothingLost(world: ChaosPlan["world"]): Promise<void> {
  const { exitCode, proposed, observed, wrong } = await runChaos({ world, ...plan });
  const [runId] = proposed[0]!.split("-");
  expect(proposed).toEqual(Array.from({ length: plan.evaluations }, (_, i) => `${runId}-${String(i + 1).padStart(4, "0")}`));
  expect(observed).toEqual(proposed);
  expect(wrong).toEqual([]);
  expect([0, 3]).toContain(exitCode); // converged, or the budget spent
}

describe("a scan whose process, workers and server are killed ends with every point observed once", () => {
  test.skipIf(redisObstacle !== undefined)("on a queue", () => expectNothingLost("queue"), 240_000);
  test.skipIf(slurmObstacle !== undefined)("on Slurm", () => expectNothingLost("slurm"), 240_000);
});
