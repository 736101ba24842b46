import type { EvaluationRequest } from "../evaluation/index.ts";

/**
 * What a simulator under the evaluator laws does at a point, by the value of the parameter `act`; the other parameter is `x`.
 * How it does so depends on the world it lives in.
 */
export const acts = {
  /** Replies `{ id, observables: { attempt, seed, x } }` with what it was given. */
  echo: 0,
  /** Replies `{ infeasible: "no vacuum at x = <x>" }`. */
  infeasible: 1,
  /** Replies `{ failed: "no licence", retryable: true }`. */
  retryableFailure: 2,
  /** Replies `{ failed: "no convergence" }`. */
  failure: 3,
  /** Breaks with an error that says "singular matrix". */
  error: 4,
  /** Ends without an answer, as by a segmentation fault. */
  crash: 5,
  /** Never answers, and takes no notice of an abort. */
  hang: 6,
  /** Answers with something that is no reply. */
  garbage: 7,
  /** Answers with more than any limit allows. */
  flood: 8,
  /** Gives the answer of `echo` twice, as far as its world lets it. */
  twice: 9,
  /** Gives the answer of `echo` once it is aborted, when nobody waits for it any more. */
  late: 10,
  /** Breaks with an error that quotes whatever secret it was given. */
  leak: 11,
} as const;

/** The reply of the acts that look the same in every world; undefined for the others, throws for `error`. */
export function playAct({ id, attempt, seed, parameters }: EvaluationRequest): object | undefined {
  const { act, x } = parameters;
  switch (act) {
    case acts.echo:
    case acts.twice:
    case acts.late:
      return { id, observables: { attempt, seed, x } };
    case acts.infeasible:
      return { infeasible: `no vacuum at x = ${x}` };
    case acts.retryableFailure:
      return { failed: "no licence", retryable: true };
    case acts.failure:
      return { failed: "no convergence" };
    case acts.error:
      throw new Error("singular matrix");
    default:
      return undefined;
  }
}
