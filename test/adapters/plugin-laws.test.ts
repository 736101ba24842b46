import { describe } from "vitest";
import { evaluatorOfWork } from "../../adapters/plugin/work.ts";
import { EvaluationError, type DirectWork } from "../../src/evaluation/index.ts";
import { acts, playAct } from "../../src/testing/evaluator-acts.ts";
import { checkLaws } from "./check-laws.ts";
import { hurriedClock } from "./scratch.ts";
import { createActsJobs } from "./simulators/acts-jobs.ts";

const secret = "s3cr3t-of-the-plugin";

describe("plugin, with jobs", () => {
  checkLaws({
    secret,
    async create() {
      const { work, jobs } = createActsJobs(secret);
      return { evaluator: evaluatorOfWork(work, 2, hurriedClock), remains: async () => [...jobs.keys()] };
    },
  });
});

describe("plugin, one call", () => {
  checkLaws({
    secret,
    async create() {
      const underWay = new Set<string>();
      const work: DirectWork = {
        secrets: [secret],
        async evaluate(request, { signal }) {
          switch (request.parameters["act"]) {
            case acts.hang:
              underWay.add(request.id);
              return new Promise(() => undefined); // it does not even notice the abort
            case acts.late:
              await new Promise((resolve) => void signal.addEventListener("abort", resolve));
              return playAct(request);
            case acts.crash:
              throw new EvaluationError("the other side hung up", true);
            case acts.garbage:
              return "done";
            case acts.flood:
              return { observables: {}, events: new Float64Array(1e6) };
            case acts.leak:
              throw new Error(`no access with ${secret}`);
            default:
              return playAct(request);
          }
        },
        close: () => underWay.clear(),
      };
      return { evaluator: evaluatorOfWork(work, 2, hurriedClock), remains: async () => [...underWay] };
    },
  });
});
