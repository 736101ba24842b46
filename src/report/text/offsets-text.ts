import { formatNumber } from "./number-text.ts";
import type { ScanView } from "../view.ts";

/** "leading-order.csv +0.52 ± 0.04 on the probit scale": by how much imported values of an observable are off; empty where none may be. */
export function offsetsText(view: ScanView, observable: string): string {
  const { offsets = [], transform } = view.surrogates[observable]!;
  const scale = transform === "identity" ? "" : ` on the ${transform} scale`;
  return offsets
    .map(({ source, mean, standardDeviation }) => `${source} ${mean < 0 ? "" : "+"}${formatNumber(mean, 2)} ± ${formatNumber(standardDeviation, 2)}${scale}`)
    .join(", ");
}
