import { acquisitionFunctions } from "../../acquisition/index.ts";
import type { ScanConfig } from "../../src/config/index.ts";
import { createDispatcher, type Evaluator, type Outcome } from "../../src/evaluation/index.ts";
import type { StampedEntry, StoppedEntry } from "../../src/journal/index.ts";
import { createTypescriptEngine } from "../../src/numeric/index.ts";
import { createScanCore, run, scanSettings, type ScanCore, type ScanEvent } from "../../src/scan/index.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";

export type Toy = (parameters: Readonly<Record<string, number>>, attempt: number) => Outcome | Promise<Outcome>;

/** A disc of radius 0.35 with a forbidden corner, to be found with little effort. */
export const disc: Toy = ({ x, y }) => ({
  kind: "observed",
  observables: { depth: { value: 0.35 - Math.hypot(x! - 0.5, y! - 0.5) } },
});

export function toyConfig(change: Partial<ScanConfig> = {}): ScanConfig {
  return {
    name: "toy",
    directory: import.meta.dirname,
    seed: 7,
    parameters: [
      { name: "x", lower: 0, upper: 1, scale: "linear" },
      { name: "y", lower: 0, upper: 1, scale: "linear" },
    ],
    constraints: ["x + y <= 1.8"],
    observables: [{ name: "depth", thresholds: [0], side: "above", transform: "identity", weight: 1 }],
    evaluator: { adapter: "module", workers: 1, retries: 2, options: {} },
    design: { points: 6 },
    surrogate: { kernel: "auto" },
    acquisition: { name: "mutual-information" },
    convergence: { misclassifiedVolume: 0.02, auditEvaluations: 0 },
    budget: { evaluations: 12, failures: 3 },
    figure: { points: "none", projections: false },
    ...change,
  };
}

export function toyCore(config: ScanConfig): ScanCore {
  const acquisition = acquisitionFunctions.find(({ name }) => name === config.acquisition.name)!;
  return createScanCore(scanSettings(config, acquisition, createTypescriptEngine()));
}

export interface ToyRun {
  readonly core: ScanCore;
  readonly entries: readonly StampedEntry[];
  readonly stopped: StoppedEntry;
}

/** Raised by a journal whose process is killed before the entry is written. */
export class Killed extends Error {}

export interface ToyRunOptions {
  readonly config?: ScanConfig;
  readonly entries?: readonly StampedEntry[]; // what a killed run has left
  readonly capacity?: number;
  readonly killBefore?: number; // index of the entry that is never written
  readonly signal?: AbortSignal;
  readonly onDispatch?: (id: string, attempt: number) => void;
  readonly onEvent?: (event: ScanEvent, core: ScanCore) => void;
  readonly beforeAppend?: (entries: readonly StampedEntry[]) => Promise<void>;
}

/** Runs a scan of the toy with a journal in memory. */
export async function runToy(toy: Toy, options: ToyRunOptions = {}): Promise<ToyRun> {
  const config = options.config ?? toyConfig();
  const core = toyCore(config);
  const entries = [...(options.entries ?? [])];
  core.record(entries);
  const clock = createManualClock();
  const journal = {
    async append(added: readonly StampedEntry[]) {
      await options.beforeAppend?.(added);
      for (const entry of added) {
        if (entries.length === options.killBefore) throw new Killed();
        entries.push(structuredClone(entry));
      }
    },
  };
  if (core.state.started === undefined) {
    const started: StampedEntry = { ...core.start("toy", "identity"), at: new Date(clock.now()).toISOString() };
    await journal.append([started]);
    core.record([started]);
  }
  const evaluator: Evaluator = {
    capacity: options.capacity ?? 1,
    evaluate: async ({ parameters, attempt }, { signal }) => {
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      return Promise.race([toy(parameters, attempt), aborted]);
    },
    close: async () => {},
  };
  const dispatcher = createDispatcher({
    evaluator,
    clock,
    directoryOf: () => import.meta.dirname,
    interpret: (reply) => reply as Outcome,
    onSubmitted: async () => {},
  });
  const stopped = await run({
    core,
    journal,
    dispatcher,
    capacity: evaluator.capacity,
    clock,
    signal: options.signal ?? new AbortController().signal,
    onEvent(event) {
      if (event.type === "dispatched") options.onDispatch?.(event.id, event.attempt);
      options.onEvent?.(event, core);
    },
  });
  return { core, entries, stopped };
}
