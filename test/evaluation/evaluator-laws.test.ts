import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EvaluationError, type EvaluationRequest, type Evaluator } from "../../src/evaluation/index.ts";
import { acts, playAct } from "../../src/testing/evaluator-acts.ts";
import { type EvaluatorHarness, type EvaluatorLaw, evaluatorLaws } from "../../src/testing/evaluator-laws.ts";

const secret = "open sesame";

/** Evaluates in this very thread: the smallest evaluator there can be. */
function createInline(change: (evaluator: Evaluator) => Partial<Evaluator> = () => ({})): EvaluatorHarness {
  return {
    secret,
    async create() {
      const closing = new AbortController();
      let hanging = 0;
      const evaluator: Evaluator = {
        capacity: 2,
        async evaluate(request, context) {
          const signal = AbortSignal.any([context.signal, closing.signal]);
          signal.throwIfAborted();
          const { act } = request.parameters;
          if (act !== acts.hang && act !== acts.late) return play(request);
          hanging++;
          await new Promise((resolve) => void signal.addEventListener("abort", resolve));
          hanging--;
          if (act === acts.late) return play(request);
          throw signal.reason;
        },
        close: async () => closing.abort(),
      };
      return { evaluator: { ...evaluator, ...change(evaluator) }, remains: async () => (hanging === 0 ? [] : [`${hanging} hanging`]) };
    },
  };
}

function play(request: EvaluationRequest): unknown {
  switch (request.parameters["act"]) {
    case acts.crash:
      throw new EvaluationError("as if it had crashed", true);
    case acts.leak:
      throw new Error("wrong token: [redacted]");
    default:
      return playAct(request) ?? "done";
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
  const known = new Set<string>();
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
    ["an answer given twice counts once", "takes it for that of the next evaluation",
      evaluating(async (request, original) => {
        const before = last ?? original();
        last = request.parameters["act"] === acts.twice ? original() : undefined;
        return before;
      })],
    ["the same evaluation asked for twice is answered twice alike", "refuses what it knows",
      evaluating(async (request, original) => {
        if (known.has(request.id)) throw new EvaluationError("a duplicate", true);
        known.add(request.id);
        return original();
      })],
    ["an id or a parameter's name is only a name: nothing escapes the attempt's folder, nothing is injected", "writes a file of that name",
      createInline((evaluator) => ({
        evaluate(request, context) {
          if (/^\.\.\/\.\.\/\w+$/.test(request.id)) writeFileSync(join(context.directory, request.id.slice(3)), "");
          return evaluator.evaluate(request, context);
        },
      }))],
    ["a secret is never shown: not in an outcome, a handle or a file", "quotes it",
      evaluating(async (request, original) => (request.parameters["act"] === acts.leak ? { failed: `wrong token: ${secret}` } : original()))],
    ["a secret is never shown: not in an outcome, a handle or a file", "writes it down",
      createInline((evaluator) => ({
        evaluate(request, context) {
          writeFileSync(join(context.directory, "request.json"), JSON.stringify({ ...request, secret }));
          return evaluator.evaluate(request, context);
        },
      }))],
    ["close ends what is under way and leaves nothing running", "forgets what is under way", createInline(() => ({ close: async () => undefined }))],
    ["a closed evaluator refuses to evaluate, and may be closed again", "stays open", createInline(() => ({ close: async () => undefined }))],
  ])("%s, when it %s", async (law, _how, harness) => {
    await expect(evaluatorLaws[law](harness)).rejects.toThrow();
  });
});
