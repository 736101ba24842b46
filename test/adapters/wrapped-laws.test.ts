import { join } from "node:path";
import { describe } from "vitest";
import { buildWrapped } from "../../adapters/wrapped/build.ts";
import type { WrappedOptions } from "../../adapters/wrapped/options.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { checkLaws } from "./check-laws.ts";
import { onLinux, processesWith } from "./processes.ts";
import { hurriedClock } from "./scratch.ts";

/** What only children of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;
process.env[variable] = "1";

function harness(options: WrappedOptions): EvaluatorHarness {
  return {
    async create() {
      const evaluator = await buildWrapped(options, {
        configDirectory: join(import.meta.dirname, "simulators"), runDirectory: import.meta.dirname,
        parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2, clock: hurriedClock,
      });
      return { evaluator, remains: async () => processesWith(variable) };
    },
    exemptions: {
      "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it",
      ...(!onLinux && { "close ends what is under way and leaves nothing running": "processes are looked up in /proc" }),
    },
  };
}

describe("a module in a process of its own", () => checkLaws(harness({ adapter: "module", module: "acts-module.mjs" })));
