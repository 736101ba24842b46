import { readFileSync } from "node:fs";
import { localRegression } from "./local-regression.ts";
import { publishedScan } from "./published-scans.ts";
import { testFunction, type TestFunction } from "./test-function.ts";

const bandwidth = 0.045; // of the axis: two steps of the grid of runs
const logitError = 0.47; // how far runs scatter about a smooth surface near the contour
const leastCls = 1.5e-4; // half of the smallest that is not 0: where 0 and 1 stand in logit CLs

/** One run; without CLs it came to nothing. */
interface Run {
  readonly x: number; // 0 to 1 for m1
  readonly y: number; // 0 to 1 for m2
  readonly cls: number | undefined;
}

type PublishedRun = readonly [point: [m1: number, m2: number], id: string, result: [status: string, values: { readonly observed_CLs: string } | null]];

const closed = "m2 <= m1 - 175"; // no run gave anything beyond

interface Knowledge {
  readonly tellsErrors?: boolean;
  /** The scan has the constraint beyond which all runs failed. */
  readonly knowsClosed?: boolean;
}

/**
 * 1712 published runs of CheckMATE, 504 of which failed: all with m1 - m2 < 175 and a cluster where the signal is largest, and two more
 * without a status that count as failed. An evaluation is the nearest run that is not used yet, a failed one infeasible. The truth is
 * logit CLs smoothed by local quadratic regression with Gaussian weights on the runs that gave a value, and scored where m1 - m2 >= 175.
 */
export function checkmate(name: string, { tellsErrors = false, knowsClosed = false }: Knowledge = {}): TestFunction {
  const runs = readRuns();
  const done = runs.filter(({ cls }) => cls !== undefined);
  const smooth = localRegression(done, done.map(({ cls }) => logit(cls!)), bandwidth);
  const at = ({ m1, m2 }: Readonly<Record<string, number>>) => [(m1! - 200) / 600, m2! / 500] as const;
  return testFunction({
    name,
    parameters: [
      { name: "m1", lower: 200, upper: 800, scale: "linear" },
      { name: "m2", lower: 0, upper: 500, scale: "linear" },
    ],
    constraints: [knowsClosed ? closed : "m2 <= m1"],
    scored: [closed],
    observables: [{ name: "cls", threshold: 0.05, side: "below", transform: "probit" }],
    evaluate: (point) => ({ cls: 1 / (1 + Math.exp(-smooth(...at(point)))) }),
    blackBox() {
      const unused = new Set(runs);
      return (point) => {
        const { cls } = takeNearest(unused, ...at(point));
        if (cls === undefined) return { infeasible: "the run gave no CLs" };
        const inside = withinDomain(cls);
        return { observables: { cls: tellsErrors ? { value: cls, standardError: logitError * inside * (1 - inside) } : cls } };
      };
    },
  });
}

function readRuns(): Run[] {
  const { precomputed } = JSON.parse(readFileSync(publishedScan("checkmate_dense.json"), "utf8")) as { readonly precomputed: readonly PublishedRun[] };
  return precomputed.map(([[m1, m2], , [, values]]) => ({
    x: (m1 - 200) / 600,
    y: m2 / 500,
    cls: values === null ? undefined : Number(values.observed_CLs),
  }));
}

const withinDomain = (cls: number): number => Math.min(Math.max(cls, leastCls), 1 - leastCls);

function logit(cls: number): number {
  const inside = withinDomain(cls);
  return Math.log(inside / (1 - inside));
}

function takeNearest(unused: Set<Run>, x: number, y: number): Run {
  const [first] = unused;
  if (first === undefined) throw new RangeError("expected a run that is not used yet, got none");
  let nearest = first;
  for (const run of unused) if (Math.hypot(run.x - x, run.y - y) < Math.hypot(nearest.x - x, nearest.y - y)) nearest = run;
  unused.delete(nearest);
  return nearest;
}
