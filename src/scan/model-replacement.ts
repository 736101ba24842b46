import type { ScanState } from "../journal/index.ts";
import type { KernelName } from "../numeric/index.ts";
import { outsideDomain, type SurrogateSettings } from "../surrogate/index.ts";
import { observationOf } from "./dataset.ts";

/**
 * The kernels that `auto` weighs against one another, smoothest first. The sums are for functions that are smooth but for a step or a kink,
 * which a smooth kernel alone takes for noise, and a rough one alone for roughness everywhere.
 */
const autoKernels: readonly KernelName[] = ["rbf", "matern52", "rbf+matern32", "matern52+matern32", "matern32"];

/** The kernels still open to question after so many rejections, each of which has cost the smoothest one. */
export function kernelsLeft(kernel: KernelName | "auto", restarts: number): readonly KernelName[] {
  return kernel === "auto" ? autoKernels.slice(restarts) : [kernel];
}

/** How many kernels an observable has used up. A model with no kernel left to replace it stays, and stays rejected. */
export function restartsDue(kernel: KernelName | "auto", state: ScanState, observable: string): number {
  const assessed = state.assessments.flatMap(({ assessment }) => assessment.observables);
  const rejected = assessed.filter((one) => one.observable === observable && one.logEValue >= one.logEValueLimit);
  return Math.min(new Set(rejected.map(({ restarts }) => restarts)).size, kernelsLeft(kernel, 0).length - 1);
}

/**
 * Whether a transform that `auto` chose from earlier values can take all that have arrived since: a limit above 1 after many below it
 * shows that they were no probabilities.
 */
export function transformFits(settings: SurrogateSettings, state: ScanState, observable: string): boolean {
  const { transform } = settings.outputScale;
  return state.observedOrder.every((index) => outsideDomain(transform, observationOf(state, index, observable).value) === undefined);
}
