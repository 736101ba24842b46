import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { commandAdapter } from "../../adapters/command/index.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { checkLaws } from "./check-laws.ts";
import { hurriedClock } from "./scratch.ts";
import { onLinux, processesWith } from "./processes.ts";

/** What only children of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;
process.env[variable] = "1";

function harness(script: string, persistent: boolean): EvaluatorHarness {
  const configDirectory = join(import.meta.dirname, "simulators");
  return {
    async create() {
      const runDirectory = mkdtempSync(join(tmpdir(), "command-laws-"));
      const evaluator = await commandAdapter.build(
        { command: [process.execPath, script], persistent },
        { configDirectory, runDirectory, parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2, clock: hurriedClock },
      );
      const close = () => evaluator.close().finally(() => rmSync(runDirectory, { recursive: true, force: true }));
      return { evaluator: { ...evaluator, close }, remains: async () => processesWith(variable) };
    },
    exemptions: {
      "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it",
      ...(!onLinux && { "close ends what is under way and leaves nothing running": "processes are looked up in /proc" }),
    },
  };
}

describe("command", () => checkLaws(harness("acts-command.mjs", false)));
describe("persistent command", () => checkLaws(harness("acts-persistent.mjs", true)));
