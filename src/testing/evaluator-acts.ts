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
} as const;
