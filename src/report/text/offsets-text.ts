import { formatNumber } from "./number-text.ts";
import type { ScanView } from "../view.ts";

/** "leading-order.csv +0.52 ± 0.04, beside a scatter of 0.01, on the probit scale": by how much imported values of an observable are off. */
export function offsetsText(view: ScanView, observable: string): string {
  const { offsets = [], scatter, transform } = view.surrogates[observable]!;
  const scattering = scatter === undefined ? "" : `, beside a scatter of ${formatNumber(scatter, 2)}`;
  const scale = transform === "identity" ? "" : `, on the ${transform} scale`;
  const each = offsets.map(({ source, mean, standardDeviation }) => `${source} ${mean < 0 ? "" : "+"}${formatNumber(mean, 2)} ± ${formatNumber(standardDeviation, 2)}`);
  return `${each.join(", ")}${scattering}${scale}`;
}
