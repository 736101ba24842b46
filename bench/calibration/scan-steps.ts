import { configPlugins, settingsOf } from "../../src/composition.ts";
import { parseConfig, usualDesign } from "../../src/config/index.ts";
import type { Entry } from "../../src/journal/index.ts";
import { createScanCore, decide, type ScanCore } from "../../src/scan/index.ts";
import type { TestFunction } from "../functions/index.ts";
import type { WrongProxy } from "./wrong-proxies.ts";

/** What a scan has to know of a function. */
export type ScannedFunction = Pick<TestFunction, "name" | "parameters" | "constraints" | "observables" | "evaluate">;

export interface ScanRequest {
  readonly f: ScannedFunction;
  readonly kernel: string;
  readonly seed: number;
  readonly evaluations: number; // at most
  /** A cheap answer that is asked all over the domain beforehand. */
  readonly proxy?: WrongProxy;
}

export const at = "2026-01-01T00:00:00Z"; // no budget of wall time: any moment does

export function coreAt({ f, kernel, seed, evaluations, proxy }: ScanRequest, tolerance: number): ScanCore {
  const config = {
    name: f.name,
    seed,
    parameters: f.parameters,
    constraints: f.constraints,
    observables: f.observables.slice(0, 1),
    surrogate: { kernel },
    design: { points: usualDesign(f.parameters.length, proxy !== undefined) },
    convergence: { misclassifiedVolume: tolerance },
    budget: { evaluations },
    evaluator: { adapter: "module", module: "-" },
  };
  return createScanCore(settingsOf(parseConfig(config, configPlugins)));
}

/** Goes on until the scan stops; whether that is because it is certified. */
export function carryOn(core: ScanCore, f: ScannedFunction, record: (entries: readonly Entry[]) => void, onAssessed: (n: number) => void): boolean {
  for (;;) {
    const action = decide(core.state, core.rules, core.conclusion(), { running: new Set(), capacity: 1, interruption: "none" });
    if (action.kind === "stop") return action.cause === "converged";
    if (action.kind === "fit") record([core.fit()]);
    else if (action.kind === "assess") {
      record([core.assess()]);
      onAssessed(core.state.observedOrder.length);
    } else if (action.kind === "propose") record(core.propose(action.count, action.origin));
    else if (action.kind === "dispatch") record(action.ids.map((id) => arrivalOf(core, f, id)));
    else throw new Error(`expected something to do, got ${action.kind}`);
  }
}

function arrivalOf(core: ScanCore, f: ScannedFunction, id: string): Entry {
  const { origin, unit, parameters } = core.evaluation(id);
  const { name } = f.observables[0]!;
  const observables = { [name]: { value: f.evaluate(parameters)[name]! } };
  const outcome = { kind: "observed", observables } as const;
  return { type: "arrived", id, origin, attempt: 1, unit, parameters, outcome, willRetry: false, startedAt: at, seconds: 0 };
}
