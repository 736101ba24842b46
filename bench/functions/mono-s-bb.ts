import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { naturalSpline } from "./natural-spline.ts";
import { publishedScan } from "./published-scans.ts";
import { testFunction, type TestFunction } from "./test-function.ts";

const axes = { mzp: [500, 1000, 1500, 2000, 2500, 3000, 3500], ms: [50, 70, 90, 110, 130, 150] } as const;

/** Observed upper limits of the mono-s(bb) search: a natural cubic spline through the logarithms of the published 7 x 6 limits, an axis at a time. */
export function monoSbb(): TestFunction {
  const rows = parse<Record<"mzp" | "ms" | "obs", string>>(readFileSync(publishedScan("monosbb_2sigma.csv")), { columns: true });
  const logLimit = (mzp: number, ms: number): number =>
    Math.log(Number(rows.find((row) => Number(row.mzp) === mzp && Number(row.ms) === ms)!.obs));
  const alongMzp = axes.ms.map((ms) => naturalSpline(axes.mzp.map((mzp) => logLimit(mzp, ms))));
  return testFunction({
    name: "mono-s-bb",
    parameters: [
      { name: "mzp", lower: 500, upper: 3500, scale: "linear" },
      { name: "ms", lower: 50, upper: 150, scale: "linear" },
    ],
    observables: [{ name: "limit", threshold: 1, side: "below", transform: "log" }],
    evaluate({ mzp, ms }) {
      const across = naturalSpline(alongMzp.map((spline) => spline((mzp! - 500) / 500)));
      return { limit: Math.exp(across((ms! - 50) / 20)) };
    },
  });
}
