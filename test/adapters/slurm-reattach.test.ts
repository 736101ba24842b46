import { afterAll, beforeAll, describe } from "vitest";
import { slurmAdapter } from "../../adapters/slurm/index.ts";
import { type SlurmCluster, slurmObstacle, startSlurm } from "../components/slurm.ts";
import { checkReattachLaws, heldWorld } from "./held-world.ts";
import { sparingClock } from "./scratch.ts";

describe.skipIf(slurmObstacle !== undefined)("slurm", () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
    process.env["SLURM_CONF"] = cluster.configuration;
  });
  afterAll(() => cluster.stop());

  checkReattachLaws(
    heldWorld(({ evaluator, environment }) => slurmAdapter.build(slurmAdapter.options.parse({ evaluator }), { ...environment, clock: sparingClock })),
  );
});
