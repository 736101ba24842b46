import { scrambledSobol, randomStream } from "../../src/numeric/index.ts";
import { createSpace, selectPoints, unitPoints } from "../../src/space/index.ts";
import type { Parameter, PhysicalPoints, UnitPoints } from "../../src/space/index.ts";
import type { Side } from "../../src/level-set/index.ts";
import type { TransformName } from "../../src/surrogate/index.ts";

/** What a scan of the function would ask, one level set an observable. */
export interface TestObservable {
  readonly name: string;
  readonly threshold: number;
  readonly side: Side;
  readonly transform: TransformName;
}

/** A function whose excursion set is known everywhere, cheap enough to say how wrong a scan of it is. */
export interface TestFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly constraints: readonly string[];
  readonly observables: readonly TestObservable[];
  /** The truth. */
  evaluate(parameters: Readonly<Record<string, number>>): Record<string, number>;
  /** An evaluator for one scan, where what it replies is not the truth: with noise, failures, a memory of what was asked before. */
  blackBox?(): (parameters: Readonly<Record<string, number>>) => object;
  /**
   * Share of the admissible volume where a prediction of the first observable's excursion set is wrong, counted on
   * a dense grid of cell centres (Sobol points above three dimensions). `predictInside` gets the admissible grid points,
   * the same object at every call, and says 1 for inside. // [m, d] -> [m]
   */
  misclassifiedVolume(predictInside: (points: PhysicalPoints) => Uint8Array): number;
}

export type TestFunctionDefinition = Omit<TestFunction, "misclassifiedVolume" | "constraints"> & {
  readonly constraints?: readonly string[];
  /** Further constraints that the scan does not know of: outside them there is no truth to score. */
  readonly scored?: readonly string[];
};

/** Adds the score to what a function is; the truth on the grid is computed at first use. */
export function testFunction(definition: TestFunctionDefinition): TestFunction {
  const { parameters, constraints = [], scored = [], observables, evaluate } = definition;
  let truth: { readonly points: PhysicalPoints; readonly inside: Uint8Array } | undefined;

  function computeTruth() {
    const space = createSpace({ parameters, constraints: [...constraints, ...scored] });
    const unit = densePoints(parameters.length);
    const admissible = space.admissible(unit);
    const rows = Array.from(admissible.keys()).filter((row) => admissible[row] === 1);
    const points = space.toPhysical(selectPoints(unit, rows));
    const { name, threshold, side } = observables[0]!;
    const inside = Uint8Array.from({ length: points.n }, (_, i) => {
      const value = evaluate(parametersAt(parameters, points, i))[name]!;
      return Number(side === "above" ? value >= threshold : value <= threshold);
    });
    return { points, inside };
  }

  function misclassifiedVolume(predictInside: (points: PhysicalPoints) => Uint8Array): number {
    truth ??= computeTruth();
    const predicted = predictInside(truth.points);
    if (predicted.length !== truth.inside.length) {
      throw new RangeError(`expected a prediction for ${truth.inside.length} points, got ${predicted.length}`);
    }
    let wrong = 0;
    for (let i = 0; i < predicted.length; i++) if (predicted[i] !== truth.inside[i]) wrong++;
    return wrong / predicted.length;
  }

  return { ...definition, constraints, misclassifiedVolume };
}

/** The i-th point as an evaluator sees it. */
export function parametersAt(parameters: readonly Parameter[], { d, data }: PhysicalPoints, i: number): Record<string, number> {
  return Object.fromEntries(parameters.map(({ name }, k) => [name, data[i * d + k]!]));
}

/** Parameters u0, u1, ... on [0, upper]. */
export function cube(d: number, upper = 1): Parameter[] {
  return Array.from({ length: d }, (_, k) => ({ name: `u${k}`, lower: 0, upper, scale: "linear" }));
}

const cellsPerAxis = [0, 10_000, 160, 30]; // by dimension: up to 27,000 cells

function densePoints(d: number): UnitPoints {
  const cells = cellsPerAxis[d];
  if (cells === undefined) return unitPoints(d, scrambledSobol(d, randomStream(1, "dense-grid", 0)).next(2 ** 15));
  const data = new Float64Array(cells ** d * d);
  for (let i = 0; i < cells ** d; i++) {
    for (let k = 0; k < d; k++) data[i * d + k] = ((Math.floor(i / cells ** k) % cells) + 0.5) / cells;
  }
  return unitPoints(d, data);
}
