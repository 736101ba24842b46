import { describe, expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import { nearestDistances } from "../../src/level-set/index.ts";
import { designPoints, layGroundwork, proposeBatch, type BatchRequest } from "../../src/proposal/index.ts";
import { projectOntoContour } from "../../src/proposal/contour-projection.ts";
import { createSpace, joinPoints, physicalPoints, selectPoints, type UnitPoints } from "../../src/space/index.ts";
import { engine, fixedSurrogate, noPoints, point, somePoints, valuesOf } from "./models.ts";

const parameters = [
  { name: "x", lower: 0, upper: 1, scale: "linear" },
  { name: "y", lower: 0, upper: 1, scale: "linear" },
] as const;
const open = createSpace({ parameters });
const observed = somePoints(2, 10, 1);
const surrogate = fixedSurrogate(observed, valuesOf(observed));
const threshold = 0.4;

/** The ground of an ask with everything else as it is in the request. */
function onOwnGround(request: Omit<BatchRequest, "groundwork">): BatchRequest {
  return { ...request, groundwork: layGroundwork({ ...request, refit: request.observed.n }) };
}

const request = onOwnGround({
  space: open,
  surrogates: new Map([["f", surrogate]]),
  levelSets: [{ observable: "f", threshold, side: "above", weight: 1 }],
  acquisition: acquisitionFunctions[0]!,
  engine,
  observed,
  pending: noPoints(2),
  avoided: noPoints(2),
  count: 1,
  seed: 1,
  iteration: 10,
});

function distanceBetween(points: UnitPoints, others: UnitPoints): number {
  return Math.min(...nearestDistances(points, others));
}

function rowsOf({ n, d, data }: UnitPoints): string[] {
  return Array.from({ length: n }, (_, i) => data.subarray(i * d, (i + 1) * d).join(" "));
}

/** The largest 1.96 s - |m - T| of the points. */
function bestStraddle(points: UnitPoints): number {
  const { mean, variance } = surrogate.posterior(points);
  return Math.max(...variance.map((s2, i) => 1.96 * Math.sqrt(s2) - Math.abs(mean[i] - threshold)));
}

describe("a batch", () => {
  test("is the same for the same request, and another for another seed", () => {
    const batch = proposeBatch({ ...request, count: 3 });
    expect(batch.n).toBe(3);
    expect(proposeBatch({ ...request, count: 3 })).toEqual(batch);
    expect(proposeBatch(onOwnGround({ ...request, count: 3, seed: 2 }))).not.toEqual(batch);
  });

  test("is what asking for its points one by one gives, each pending for the next", () => {
    const batch = proposeBatch({ ...request, count: 3 });
    const first = proposeBatch(request);
    const second = proposeBatch({ ...request, iteration: 11, pending: first });
    const third = proposeBatch({ ...request, iteration: 12, pending: joinPoints(first, second) });
    expect(rowsOf([first, second, third].reduce(joinPoints))).toEqual(rowsOf(batch));
  });

  test.each(acquisitionFunctions)("of $name never repeats, never leaves the admissible domain", (acquisition) => {
    const space = createSpace({ parameters, constraints: ["x + y <= 1.3", "x >= 0.1"] });
    const pending = point(0.4, 0.5);
    const avoided = point(0.3, 0.8);
    const batch = proposeBatch(onOwnGround({ ...request, space, acquisition, pending, avoided, count: 3 }));
    expect([...space.admissible(batch)]).toEqual([1, 1, 1]);
    const taken = [observed, pending, avoided].reduce(joinPoints);
    expect(distanceBetween(batch, taken)).toBeGreaterThan(1e-4);
    for (const i of [0, 1, 2]) {
      const others = selectPoints(batch, [0, 1, 2].filter((j) => j !== i));
      expect(distanceBetween(selectPoints(batch, [i]), others)).toBeGreaterThan(1e-4);
    }
  });

  test("of the default criterion keeps its distance from what is pending and what gave no value", () => {
    const best = proposeBatch(request);
    for (const without of [{ pending: best }, { avoided: best }]) {
      const next = proposeBatch({ ...request, ...without });
      expect(distanceBetween(next, best)).toBeGreaterThan(0.05);
    }
  });

  test("by straddle scores as high as the best of 4096 points", () => {
    const straddle = acquisitionFunctions.find(({ name }) => name === "straddle")!;
    for (const seed of [1, 2, 3]) {
      const proposed = bestStraddle(proposeBatch(onOwnGround({ ...request, acquisition: straddle, seed })));
      expect(proposed).toBeGreaterThan(bestStraddle(somePoints(2, 4096, seed)) - 0.01);
    }
  });

  test("begins with the unexplored point that it is given, once", () => {
    const unexplored = [0.97, 0.02];
    const batch = proposeBatch({ ...request, unexplored, count: 2 });
    expect([...selectPoints(batch, [0]).data]).toEqual(unexplored);
    expect(batch.n).toBe(2);
    const again = proposeBatch({ ...request, unexplored, pending: point(0.97, 0.02) });
    expect(distanceBetween(again, point(0.97, 0.02))).toBeGreaterThan(1e-4);
  });

  test("serves several observables at once", () => {
    const other = fixedSurrogate(observed, valuesOf(observed, (x) => x[0] - 0.5 * x[1]));
    const levelSets = [...request.levelSets, { observable: "g", threshold: 0.2, side: "below", weight: 3 } as const];
    const batch = proposeBatch(onOwnGround({ ...request, surrogates: new Map([["f", surrogate], ["g", other]]), levelSets, count: 2 }));
    expect(batch.n).toBe(2);
    expect(rowsOf(batch)).not.toEqual(rowsOf(proposeBatch({ ...request, count: 2 })));
  });

  test("of the random baseline is spread over the domain, not along the contour", () => {
    const random = acquisitionFunctions.find(({ name }) => name === "random")!;
    const batch = proposeBatch({ ...request, acquisition: random, count: 40 });
    const quadrants = [0, 0, 0, 0];
    for (let i = 0; i < batch.n; i++) quadrants[(batch.data[2 * i] > 0.5 ? 1 : 0) + (batch.data[2 * i + 1] > 0.5 ? 2 : 0)]!++;
    for (const count of quadrants) expect(count).toBeGreaterThan(2);
  });
});

describe("with a list of allowed points", () => {
  const grid = Float64Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 10) / 4 : (((i - 1) / 2) % 5) / 4));
  const space = createSpace({ parameters, points: physicalPoints(2, grid) });
  const start = designPoints(space, 6, 1);
  const onGrid = onOwnGround({ ...request, space, observed: start, surrogates: new Map([["f", fixedSurrogate(start, valuesOf(start))]]) });

  test("only unused ones are proposed, each once", () => {
    const batch = proposeBatch({ ...onGrid, count: 5 });
    const rows = rowsOf(joinPoints(start, batch));
    expect(new Set(rows).size).toBe(11);
    expect(rowsOf(space.allowed!)).toEqual(expect.arrayContaining(rows));
  });

  test("fewer than asked come when they run out, none when all are used", () => {
    expect(proposeBatch({ ...onGrid, count: 30 }).n).toBe(19);
    expect(proposeBatch({ ...onGrid, pending: space.allowed! }).n).toBe(0);
    expect(proposeBatch({ ...onGrid, avoided: space.allowed! }).n).toBe(0);
  });
});

test("a scan of a smooth function by mutual information classifies 97 % of the domain with 22 evaluations", () => {
  let points = designPoints(open, 6, 4);
  for (let n = 6; n < 22; n++) {
    const model = fixedSurrogate(points, valuesOf(points));
    const next = proposeBatch(onOwnGround({ ...request, surrogates: new Map([["f", model]]), observed: points, iteration: n }));
    points = joinPoints(points, next);
  }
  const domain = somePoints(2, 2000, 5);
  const { mean } = fixedSurrogate(points, valuesOf(points)).posterior(domain);
  const wrong = valuesOf(domain).filter((value, j) => value > threshold !== mean[j] > threshold).length / domain.n;
  expect(wrong).toBeLessThan(0.03);
});

test("projected points lie on the contour of the surrogate's mean, or at the face of the cube", () => {
  const projected = projectOntoContour(somePoints(2, 50, 8), surrogate, threshold);
  const { mean } = surrogate.posterior(projected);
  const onContour = Array.from(mean).filter((value) => Math.abs(value - threshold) < 1e-2).length;
  expect(onContour).toBeGreaterThan(35);
  expect(projected.data.every((coordinate) => coordinate >= 0 && coordinate <= 1)).toBe(true);
});
