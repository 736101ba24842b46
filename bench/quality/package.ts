import { randomStream } from "../../src/numeric/index.ts";
import { createSpace, selectPoints, type PhysicalPoints } from "../../src/space/index.ts";
import type { TestFunction } from "../functions/index.ts";
import { startTwin } from "../reference/twin.ts";
import { gridPoints } from "./grid.ts";

/** Nodes of an axis of the grid that the package chooses from and averages over: a step takes time in the square of their number. */
const nodes = 21;

/** Random points that it starts from, as many as its own command takes. */
const designPoints = 10;

/**
 * The Python package `excursion` 0.0.1a0 in its own loop: a squared-exponential process of the values and parameters as they are, an entropy
 * search over a grid, random points of the grid to begin with. NUMPY_PYTHON names a Python that has it: `pip install --no-deps
 * excursion==0.0.1a0` beside numpy, scipy and scikit-learn, since the `sklearn` it asks for can no longer be installed.
 */
export async function packageErrors(f: TestFunction, seed: number, evaluations: number, target: number): Promise<[n: number, error: number][]> {
  const twin = startTwin("excursion_package.py");
  if (twin === undefined) return [];
  const { name, threshold, side } = f.observables[0]!;
  const valueAt = (row: readonly number[]): number =>
    f.evaluate(Object.fromEntries(f.parameters.map((parameter, k) => [parameter.name, row[k]!])))[name]!;
  const candidates = candidatesOf(f);
  const points = randomRows(candidates, seed);
  const values = points.map(valueAt);
  const trace: [number, number][] = [];
  try {
    await twin.ask({ threshold, candidates, truth: truthOf(f) });
    for (let n = points.length; n <= evaluations; n++) {
      const { next, above } = (await twin.ask({ points, values })) as { readonly next: readonly number[]; readonly above: string };
      const error = f.misclassifiedVolume(() => Uint8Array.from(above, (one) => Number((one === "1") === (side === "above"))));
      trace.push([n, error]);
      if (error < target) break;
      points.push(next);
      values.push(valueAt(next));
    }
  } finally {
    twin.close();
  }
  return trace;
}

/** The nodes that no constraint forbids. // [c][d] */
function candidatesOf(f: TestFunction): readonly (readonly number[])[] {
  const space = createSpace(f);
  const grid = gridPoints(space.d, nodes);
  const admissible = space.admissible(grid);
  return rowsOf(space.toPhysical(selectPoints(grid, Array.from(admissible.keys()).filter((i) => admissible[i] === 1))));
}

/** The points that an error is counted on. // [m][d] */
function truthOf(f: TestFunction): readonly (readonly number[])[] {
  let rows: readonly (readonly number[])[] = [];
  f.misclassifiedVolume((grid) => {
    rows = rowsOf(grid);
    return new Uint8Array(grid.n);
  });
  return rows;
}

function randomRows(rows: readonly (readonly number[])[], seed: number): (readonly number[])[] {
  const random = randomStream(seed, "package design", 0);
  const left = [...rows];
  return Array.from({ length: designPoints }, () => left.splice(random.integer(left.length), 1)[0]!);
}

function rowsOf({ n, d, data }: PhysicalPoints): number[][] {
  return Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
}
