import { expect, test } from "vitest";
import { staticFigures } from "../../src/report/index.ts";
import { planeOf } from "../../src/report/geometry/plane.ts";
import { planeSvg } from "../../src/report/picture/plane-svg.ts";
import { evaluation, nastyReason, radius, sampleView, square } from "./sample-view.ts";

const evaluations = [
  evaluation({ x: 0, y: 0.5 }, { observations: { radius: { value: 0.5 } } }),
  evaluation({ x: 1, y: -1 }, { id: "a-2", status: "failed" }),
];

test("a tiny scan is drawn as it was", async () => {
  const view = sampleView({ parameters: square, constraints: ["y <= x + 2"], observables: [radius(1, "below")] }, { evaluations });
  const svg = planeSvg(view, planeOf(view, { x: 0, y: 1, at: new Float64Array(2) }, 9));
  await expect(svg).toMatchFileSnapshot("golden/plane.svg");
});

test("planes are named by their parameters, and what users write is escaped", () => {
  const view = sampleView({ parameters: square, observables: [radius(1, "below", nastyReason)] }, { name: nastyReason });
  const figures = staticFigures(view);
  expect(figures.map(({ name }) => name)).toEqual(["contour-x-y"]);
  expect(/<script|<img|(?![\r\n])\p{Cc}/u.test(figures[0]!.svg)).toBe(false);
});

test("a scan of one parameter has its thresholds, crossings and evaluations", () => {
  const parameters = [{ name: "x", lower: 0.01, upper: 4, scale: "log" as const, unit: "GeV" }];
  const view = sampleView({ parameters, observables: [radius(1, "below")] }, { evaluations: [evaluation({ x: 2 }, { observations: { radius: { value: 2 } } })] });
  const [figure] = staticFigures(view);
  expect(figure!.name).toBe("profile-radius");
  expect(figure!.svg).toContain("radius = 1 is crossed at x = 1 GeV");
  expect(figure!.svg.match(/<circle /g)!.length).toBeGreaterThan(0);
});
