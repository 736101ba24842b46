import { describe, expect, test } from "vitest";
import { EvaluationError, type EvaluationRequest, type Evaluator } from "../../src/evaluation/index.ts";
import { acts } from "../../src/testing/evaluator-acts.ts";
import { type EvaluatorHarness, type EvaluatorLaw, evaluatorLaws } from "../../src/testing/evaluator-laws.ts";

/** Evaluates in this very thread: the smallest evaluator there can be. */
function createInline(change: (evaluator: Evaluator) => Partial<Evaluator> = () => ({})): EvaluatorHarness {
  return {
    async create() {
      const closing = new AbortController();
      let hanging = 0;
      const evaluator: Evaluator = {
        capacity: 2,
        async evaluate(request, context) {
          const signal = AbortSignal.any([context.signal, closing.signal]);
          signal.throwIfAborted();
          if (request.parameters["act"] !== acts.hang) return play(request);
          hanging++;
          await new Promise((resolve) => void signal.addEventListener("abort", resolve));
          hanging--;
          throw signal.reason;
        },
        close: async () => closing.abort(),
      };
      return { evaluator: { ...evaluator, ...change(evaluator) }, remains: async () => (hanging === 0 ? [] : [`${hanging} hanging`]) };
    },
  };
}

function play({ id, attempt, seed, parameters: { act, x } }: EvaluationRequest): unknown {
  switch (act) {
    case acts.echo:
      return { id, observables: { attempt, seed, x } };
    case acts.infeasible:
      return { infeasible: `no vacuum at x = ${x}` };
    case acts.retryableFailure:
      return { failed: "no licence", retryable: true };
    case acts.failure:
      return { failed: "no convergence" };
    case acts.error:
      throw new Error("singular matrix");
    case acts.crash:
      throw new EvaluationError("as if it had crashed", true);
    default:
      return "done";
  }
}

describe("an evaluator in this thread passes", () => {
  for (const [name, check] of Object.entries(evaluatorLaws)) test(name, () => check(createInline()));
});

/** Replaces `evaluate`. */
const evaluating = (evaluate: (request: EvaluationRequest, original: () => Promise<unknown>) => Promise<unknown>) =>
  createInline((evaluator) => ({ evaluate: (request, context) => evaluate(request, () => evaluator.evaluate(request, context)) }));

describe("an evaluator breaks the law that", () => {
  let last: Promise<unknown> | undefined;
  test.each<[EvaluatorLaw, string, EvaluatorHarness]>([
    ["id, attempt, seed and parameters reach the simulator unchanged", "rounds the parameters",
      createInline((evaluator) => ({
        evaluate: (request, context) =>
          evaluator.evaluate({ ...request, parameters: { ...request.parameters, x: Number(request.parameters["x"]!.toPrecision(15)) } }, context),
      }))],
    ["infeasible and failed replies keep their reasons", "swallows them", evaluating(async () => ({ failed: "failed" }))],
    ["an error of the simulator is a failure for good that says why", "always asks for a retry",
      evaluating(async (_request, original) => original().catch((error: Error) => { throw new EvaluationError(error.message, true); }))],
    ["a crash is a failure worth a retry", "never asks for a retry",
      evaluating(async (_request, original) => original().catch((error: Error) => { throw new EvaluationError(error.message, false); }))],
    ["garbage is a failure worth a retry", "makes something of it",
      evaluating(async (request, original) => (request.parameters["act"] === acts.garbage ? { infeasible: "garbage" } : original()))],
    ["an answer without bounds costs one attempt", "takes it",
      evaluating(async (request, original) => (request.parameters["act"] === acts.flood ? { infeasible: "much" } : original()))],
    ["an evaluation that is aborted beforehand is refused", "starts it", evaluating(async (request) => play(request))],
    ["evaluations side by side do not mix", "gives the last one's reply",
      evaluating(async (request, original) => {
        const before = last ?? original();
        last = request.parameters["act"] === acts.echo ? original() : undefined;
        return before;
      })],
    ["close ends what is under way and leaves nothing running", "forgets what is under way", createInline(() => ({ close: async () => undefined }))],
    ["a closed evaluator refuses to evaluate, and may be closed again", "stays open", createInline(() => ({ close: async () => undefined }))],
  ])("%s, when it %s", async (law, _how, harness) => {
    await expect(evaluatorLaws[law](harness)).rejects.toThrow();
  });
});
