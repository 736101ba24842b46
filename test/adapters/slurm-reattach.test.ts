import { afterAll, beforeAll, describe } from "vitest";
import { slurmAdapter } from "../../adapters/slurm/index.ts";
import { type Clock, systemClock } from "../../src/evaluation/index.ts";
import { type SlurmCluster, slurmObstacle, startSlurm } from "../components/slurm.ts";
import { checkReattachLaws, heldWorld } from "./held-world.ts";

/** The times that pass when Slurm is not to be bothered need not be waited for. */
const clock: Clock = { ...systemClock, after: (delay, callback) => systemClock.after(delay >= 10_000 ? delay / 10 : delay, callback) };

describe.skipIf(slurmObstacle !== undefined)("slurm", () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
    process.env["SLURM_CONF"] = cluster.configuration;
  });
  afterAll(() => cluster.stop());

  checkReattachLaws(
    heldWorld(({ evaluator, environment }) => slurmAdapter.build(slurmAdapter.options.parse({ evaluator }), { ...environment, clock })),
  );
});
