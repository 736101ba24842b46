import { expect, test } from "vitest";
import { runToy, toyConfig, type Toy } from "./toy-scan.ts";

/** The disc of the toy on a logarithmic axis: distances there are not the same everywhere. */
const disc: Toy = ({ x, y }) => ({
  kind: "observed",
  observables: { depth: { value: 0.35 - Math.hypot(Math.log10(x!) - 0.5, y! / 100 - 0.5) } },
});

test("a scan stops once its contour is known to a distance in the parameters' units", async () => {
  const config = toyConfig({
    parameters: [
      { name: "x", lower: 1, upper: 10, scale: "log" },
      { name: "y", lower: 0, upper: 100, scale: "linear" },
    ],
    constraints: [],
    convergence: { contourDistance: { x: 0.15, y: 2 }, auditEvaluations: 0 },
    budget: { evaluations: 60, failures: 3 },
  });
  const { core, stopped } = await runToy(disc, { config });
  expect(stopped).toMatchObject({ cause: "converged", verdict: "model-certified" });
  const [levelSet] = core.state.assessments.at(-1)!.assessment.levelSets;
  expect(levelSet!.contourDistance!.upperBound95).toBeLessThanOrEqual(1);
  expect(stopped.reason).toContain("mean contour distance at most");
  // a displacement of 2 in y alone, or 0.15 in x, is some 2 % of the axis: a ring of about 2 π 0.35 · 0.02
  const measure = levelSet!.expectedMisclassifiedVolume / levelSet!.contourDistance!.expected;
  expect(Math.abs(measure / (2 * Math.PI * 0.35 * 0.018) - 1)).toBeLessThan(0.3);
});
