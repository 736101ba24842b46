import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { htcondorAdapter } from "../../adapters/htcondor/index.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { checkLaws } from "./check-laws.ts";
import { checkReattachLaws, heldWorld } from "./held-world.ts";
import { onLinux, processesWith } from "./processes.ts";
import { sparingClock } from "./scratch.ts";
import { standInForCondor } from "./stand-ins/condor.ts";

/** What only children of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;

const harness: EvaluatorHarness = {
  async create() {
    const runDirectory = mkdtempSync(join(tmpdir(), "htcondor 'laws' $HOME-"));
    const evaluator = { adapter: "command", command: [process.execPath, "acts-command.mjs"] };
    const built = await htcondorAdapter.build(htcondorAdapter.options.parse({ evaluator }), {
      configDirectory: join(import.meta.dirname, "simulators"), runDirectory,
      parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2,
    });
    const close = () => built.close().finally(() => rmSync(runDirectory, { recursive: true, force: true }));
    return { evaluator: { ...built, close }, remains: async () => processesWith(variable) };
  },
  exemptions: {
    "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it",
    ...(!onLinux && { "close ends what is under way and leaves nothing running": "processes are looked up in /proc" }),
  },
};

describe("htcondor (a stand-in)", () => {
  let takeAway: () => void;
  beforeAll(() => {
    takeAway = standInForCondor();
    process.env[variable] = "1";
  });
  afterAll(() => takeAway());

  checkLaws(harness);
  checkReattachLaws(
    heldWorld(({ evaluator, environment }) =>
      htcondorAdapter.build(htcondorAdapter.options.parse({ evaluator }), { ...environment, clock: sparingClock }),
    ),
  );
});
