import { acts } from "../../../src/testing/evaluator-acts.ts";

/** The acts that look the same in every world; the others are played by the caller. */
export function reply({ id, attempt, seed, parameters: { act, x } }) {
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
    default:
      return undefined;
  }
}

export { acts };
