import { expect, test } from "vitest";
import { createScan } from "../../src/index.ts";

const points = Array.from({ length: 36 }, (_, i) => ({ x: (i % 6) / 5, y: Math.floor(i / 6) / 5 }));

/** Smooth but for a scatter from point to point that no model foresees. */
const jagged = ({ x, y }: { x: number; y: number }): number => x + y - 1 + 0.3 * Math.sin(1000 * (x + 7 * y + 1));

/** The assessment of a scan that has evaluated the whole list. */
function assessed(standardError: number) {
  const scan = createScan({
    parameters: [{ name: "x", lower: 0, upper: 1 }, { name: "y", lower: 0, upper: 1 }],
    points,
    observables: [{ name: "depth", threshold: 0 }],
    convergence: { misclassifiedVolume: 1e-9 },
  });
  for (let asked = scan.ask(); asked.length > 0; asked = scan.ask()) {
    for (const { id, parameters } of asked) {
      const value = jagged(parameters as { x: number; y: number });
      scan.tell(id, { observables: { depth: standardError === 0 ? value : { value, standardError } } });
    }
  }
  return scan.assess();
}

test("a list that is evaluated without noise is known, however it scatters", () => {
  const { verdict, assessment } = assessed(0);
  const inside = points.filter((point) => jagged(point) >= 0).length;
  expect(verdict).toBe("model-certified");
  expect(assessment).toMatchObject({ evaluations: 36, exhausted: true });
  expect(assessment!.levelSets[0]).toMatchObject({ expectedMisclassifiedVolume: 0, upperBound95: 0 });
  expect(assessment!.levelSets[0]!.excursionVolume).toBeCloseTo(inside / 36, 12);
});

test("one that is evaluated with noise is not", () => {
  expect(assessed(0.2).assessment!.levelSets[0]!.expectedMisclassifiedVolume).toBeGreaterThan(0.001);
});

test("a list is certified once enough next to its contour has been evaluated to know how it scatters", () => {
  const scan = createScan({
    parameters: [{ name: "x", lower: 0, upper: 1 }, { name: "y", lower: 0, upper: 1 }],
    points: Array.from({ length: 100 }, (_, i) => ({ x: (i % 10) / 9, y: Math.floor(i / 10) / 9 })),
    observables: [{ name: "depth", threshold: 0 }],
    convergence: { misclassifiedVolume: 0.03 },
  });
  for (let [asked] = scan.ask(); asked !== undefined; [asked] = scan.ask()) {
    const { x, y } = asked.parameters as { x: number; y: number };
    scan.tell(asked.id, { observables: { depth: x + y - 1.03 + 0.1 * (jagged({ x, y }) - (x + y - 1)) } });
  }
  const { verdict, assessment } = scan.assess();
  expect(verdict).toBe("model-certified");
  expect(assessment!.exhausted).toBe(false);
  const { evaluated, volume } = assessment!.exploration!.strays!;
  expect(evaluated).toBeGreaterThan(0);
  expect(volume).toBeLessThanOrEqual(0.03);
});
