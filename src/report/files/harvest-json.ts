import type { ScanView } from "../view.ts";

/** HistFitter's names of what the observables of a limit are called here. */
const harvestNames: Readonly<Record<string, string>> = {
  clsObserved: "CLs",
  clsExpected: "CLsexp",
  clsExpectedMinus2: "clsd2s",
  clsExpectedMinus1: "clsd1s",
  clsExpectedPlus1: "clsu1s",
  clsExpectedPlus2: "clsu2s",
  p0Observed: "p0",
  p0Expected: "p0exp",
  upperLimitObserved: "upperLimit",
  upperLimitExpected: "expectedUpperLimit",
  upperLimitExpectedMinus2: "expectedUpperLimitMinus2Sig",
  upperLimitExpectedMinus1: "expectedUpperLimitMinus1Sig",
  upperLimitExpectedPlus1: "expectedUpperLimitPlus1Sig",
  upperLimitExpectedPlus2: "expectedUpperLimitPlus2Sig",
};

/** What HistFitter's readers expect beside the numbers: a fit that went well. */
const fitFlags = { covqual: 3, dodgycov: 0, failedcov: 0, failedfit: 0, failedp0: 0, failedstatus: 0, fitstatus: 0, nofit: 0 };

/**
 * Evaluated points as HistFitter's harvest list, for harvestToContours.py and the tools around it: an object a point, with its
 * parameters under their names and every observable under HistFitter's name, or its own where HistFitter has none.
 */
export function harvestJson(view: ScanView): string {
  const points = view.evaluations
    .filter(({ status }) => status === "observed")
    .map(({ id, parameters, observations }) => {
      const values = Object.entries(observations).map(([name, { value }]) => [harvestNames[name] ?? name, value] as const);
      return { fID: id, ...parameters, ...Object.fromEntries(values), ...fitFlags };
    });
  return `[\n${points.map((point) => JSON.stringify(point)).join(",\n")}\n]\n`;
}
