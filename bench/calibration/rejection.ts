import type { Entry } from "../../src/journal/index.ts";
import { at, carryOn, coreAt, type ScanRequest } from "./scan-steps.ts";

/** Too small ever to be reached: the scan goes on for all its evaluations. */
const tolerance = 1e-6;

/** Whether the forecasts of a scan reject its model at any time. */
export function isModelRejected(request: ScanRequest): boolean {
  const core = coreAt(request, tolerance);
  core.record([{ ...core.start("calibration", ""), at }]);
  const record = (added: readonly Entry[]): void => core.record(added.map((entry) => ({ ...entry, at })));
  carryOn(core, request.f, record, () => {});
  const assessed = core.state.assessments.flatMap(({ assessment }) => assessment.observables);
  return assessed.some(({ logEValue, logEValueLimit }) => logEValue >= logEValueLimit);
}
