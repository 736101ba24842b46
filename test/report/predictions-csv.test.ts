import { expect, test } from "vitest";
import { gridPoints, predictionsCsv } from "../../src/report/index.ts";
import { physicalPoints } from "../../src/space/index.ts";
import { radius, sampleView, square, type KnownObservable } from "./sample-view.ts";

const two: KnownObservable = { ...radius(1, "below", "r"), thresholds: [1, 1.5] };

test("median, band and the probability of every threshold stand beside the parameters; forbidden points have empty cells", () => {
  const view = sampleView({ parameters: square, constraints: ["x + y <= 1"], observables: [two] });
  const text = [...predictionsCsv(view, physicalPoints(2, Float64Array.of(1, 0, 2, 2)))].join("");
  const [header, first, second, end] = text.split("\n");
  expect(header).toBe("x,y,r.median,r.lower,r.upper,r.probability,r.probability[1]");
  expect(first!.split(",").slice(0, 6).map(Number)).toEqual([1, 0, 1, 0.9, 1.1, 0.5]);
  expect(Number(first!.split(",")[6])).toBeCloseTo(1, 6);
  expect(second).toBe("2,2,,,,,");
  expect(end).toBe("");
});

test("a long table comes in blocks and loses no point", () => {
  const view = sampleView({ parameters: square, observables: [two] });
  const blocks = [...predictionsCsv(view, gridPoints(square, 70))];
  expect(blocks.length).toBe(3);
  const rows = blocks.join("").trimEnd().split("\n").slice(1).map((row) => row.split(",").map(Number));
  expect(rows).toHaveLength(4900);
  expect(rows.every(([x, y, median]) => median === Math.hypot(x!, y!))).toBe(true);
});

test("a grid reaches every bound exactly, the last parameter fastest, in equal ratios on a log scale, without binary noise", () => {
  const parameters = [{ ...square[0]!, lower: 0.1, upper: 0.7 }, { ...square[1]!, lower: 1e-3, upper: 10, scale: "log" as const }];
  const { n, data } = gridPoints(parameters, 3);
  expect(n).toBe(9);
  expect(Array.from(data.filter((_, i) => i % 2 === 0))).toEqual([0.1, 0.1, 0.1, 0.4, 0.4, 0.4, 0.7, 0.7, 0.7]);
  expect([...data.subarray(0, 6)].filter((_, i) => i % 2 === 1)).toEqual([1e-3, 0.1, 10]);
});

test("a grid of more than a million points is refused, and so is a prediction before the first fit", () => {
  expect(() => gridPoints([...square, ...square], 40)).toThrow("expected a grid of 1 to 1000000 points, got 40^4");
  const { predict: _, ...unfitted } = sampleView({ parameters: square, observables: [two] });
  expect(() => [...predictionsCsv(unfitted, gridPoints(square, 2))]).toThrow("expected a fitted surrogate");
});
