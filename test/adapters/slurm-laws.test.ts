import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { slurmAdapter } from "../../adapters/slurm/index.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { type SlurmCluster, slurmObstacle, startSlurm } from "../components/slurm.ts";
import { checkLaws } from "./check-laws.ts";
import { processesWith } from "./processes.ts";

const variable = `EXCURSION_TEST_${process.pid}`;

function harness(evaluator: object): EvaluatorHarness {
  return {
    async create() {
      const runDirectory = mkdtempSync(join(tmpdir(), "slurm-laws-"));
      const built = await slurmAdapter.build(slurmAdapter.options.parse({ evaluator }), {
        configDirectory: join(import.meta.dirname, "simulators"), runDirectory,
        parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2,
      });
      const jobs = () =>
        execFileSync("squeue", ["--noheader", `--name=excursion-${runDirectory.split("/").at(-1)}`], { encoding: "utf8" }).split("\n").filter(Boolean);
      const close = () => built.close().finally(() => rmSync(runDirectory, { recursive: true, force: true }));
      return { evaluator: { ...built, close }, remains: async () => [...jobs(), ...processesWith(variable)] };
    },
    exemptions: { "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it" },
  };
}

describe.skipIf(slurmObstacle !== undefined)("slurm", () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
    process.env["SLURM_CONF"] = cluster.configuration;
    process.env[variable] = "1"; // what only the jobs of this process inherit
  });
  afterAll(() => cluster.stop());

  checkLaws(harness({ adapter: "command", command: [process.execPath, "acts-command.mjs"] }));
});
