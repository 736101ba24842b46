import { acts, playAct } from "../../../src/testing/evaluator-acts.ts";
import type { EvaluationRequest, JobWork } from "../../../src/evaluation/index.ts";

/** Jobs in memory that play the acts, as a remote simulator would; `jobs` are those it knows. */
export function createActsJobs(secret: string): { readonly work: JobWork; readonly jobs: ReadonlyMap<string, EvaluationRequest> } {
  const jobs = new Map<string, EvaluationRequest>();
  const actOf = (handle: string): number | undefined => jobs.get(handle)?.parameters["act"];
  const work: JobWork = {
    secrets: [secret],
    pollSeconds: 0.1,
    submit(request) {
      const handle = `job of ${request.id}`;
      jobs.set(handle, request);
      return handle;
    },
    poll(handle) {
      const act = actOf(handle);
      if (act === undefined || act === acts.crash) return "unknown";
      return act === acts.hang || act === acts.late ? "running" : "ended";
    },
    async fetch(handle) {
      const request = jobs.get(handle)!;
      switch (actOf(handle)) {
        case acts.garbage:
          return "done";
        case acts.flood:
          return { observables: { attempt: 1, seed: 1, x: 1 }, events: new Float64Array(1e6) };
        case acts.leak:
          throw new Error(`no access with ${secret}`);
        default:
          return playAct(request);
      }
    },
    cancel: (handle) => void jobs.delete(handle),
    close: () => jobs.clear(),
  };
  return { work, jobs };
}
