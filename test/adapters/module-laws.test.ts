import { join } from "node:path";
import { describe } from "vitest";
import { moduleAdapter } from "../../adapters/module/index.ts";
import { checkLaws } from "./check-laws.ts";
import { hurriedClock } from "./scratch.ts";
import { threadsAlive } from "./threads.ts";

describe("module", () => {
  checkLaws({
    async create() {
      const before = new Set(threadsAlive());
      const evaluator = await moduleAdapter.build(
        { module: "acts-module.mjs" },
        {
          configDirectory: join(import.meta.dirname, "simulators"),
          runDirectory: import.meta.dirname,
          parameterNames: ["act", "x"],
          observableNames: ["attempt", "seed", "x"],
          workers: 2,
          clock: hurriedClock,
        },
      );
      return { evaluator, remains: async () => threadsAlive().filter((thread) => !before.has(thread)) };
    },
    exemptions: { "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it" },
  });
});
