import type { ScanState } from "../journal/index.ts";
import type { KernelName } from "../numeric/index.ts";

/** The kernels to try in turn; each but the last gives way once its forecasts have rejected it. */
export function kernelsOf(kernel: KernelName | "auto"): readonly KernelName[] {
  return kernel === "auto" ? ["matern52", "matern32"] : [kernel];
}

/** How many kernels an observable has used up. A model with no kernel left to replace it stays, and stays rejected. */
export function restartsDue(kernel: KernelName | "auto", state: ScanState, observable: string): number {
  const assessed = state.assessments.flatMap(({ assessment }) => assessment.observables);
  const rejected = assessed.filter((one) => one.observable === observable && one.logEValue >= one.logEValueLimit);
  return Math.min(new Set(rejected.map(({ restarts }) => restarts)).size, kernelsOf(kernel).length - 1);
}
