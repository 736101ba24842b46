import type { EvaluationRequest } from "../../src/evaluation/index.ts";
import { until } from "../components/until.ts";

interface HeldJob {
  readonly request: EvaluationRequest;
  hasEnded: boolean;
}

/** Jobs in memory, each held until its point is let go; what is known under a name already is not made anew. */
export class HeldJobs {
  readonly jobs = new Map<string, HeldJob>(); // by name
  readonly #runs = new Map<string, number>(); // by id
  readonly #released = new Set<string>();

  submit(name: string, request: EvaluationRequest): void {
    if (this.jobs.has(name)) return;
    this.#runs.set(request.id, this.runs(request.id) + 1);
    this.jobs.set(name, { request, hasEnded: this.#released.has(request.id) });
  }

  reply(name: string): object {
    const { id, parameters } = this.jobs.get(name)!.request;
    return { id, observables: { x: parameters["x"] } };
  }

  release(id: string): void {
    this.#released.add(id);
    for (const job of this.jobs.values()) if (job.request.id === id) job.hasEnded = true;
  }

  runs(id: string): number {
    return this.#runs.get(id) ?? 0;
  }

  started(id: string): Promise<void> {
    return until(`${id} to start`, () => this.runs(id) > 0);
  }
}
