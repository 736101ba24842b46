import { formatNumber } from "./number-text.ts";
import { inputNames, type ScanView } from "../view.ts";

/** "0.21 in m1 - 0.93 m2, 1.4 in m2 + 0.93 m1; learned": how far one has to go along each input for the observable to change. */
export function lengthscalesText(view: ScanView, observable: string): string {
  const { lengthscales, learnedInputs } = view.surrogates[observable]!;
  const scales = inputNames(view, observable).map((input, k) => `${formatNumber(lengthscales[k]!, 2)} in ${input}`).join(", ");
  if (learnedInputs === undefined) return scales;
  return learnedInputs ? `${scales}; learned` : `${scales}; no direction between them explains the results better`;
}
