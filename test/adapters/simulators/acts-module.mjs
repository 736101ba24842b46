import { acts, reply } from "./acts.mjs";

export default async function evaluate(parameters, { id, attempt, seed, signal }) {
  switch (parameters.act) {
    case acts.crash:
      return process.exit(3);
    case acts.hang:
      return new Promise(() => setInterval(() => undefined, 1000));
    case acts.late:
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return reply({ id, attempt, seed, parameters });
    case acts.garbage:
      return "done";
    case acts.flood:
      return { observables: { attempt, seed, x: 1 }, events: new Float64Array(1e6) };
    default:
      return reply({ id, attempt, seed, parameters });
  }
}
