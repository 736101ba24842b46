import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearsonUpper } from "../../src/level-set/index.ts";
import { besideContour, straysBeside } from "../../src/level-set/strays.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

test("next to the contour is what has one of its 2 p nearest on the other side", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 40 }), fc.nat(1000), fc.double({ min: -1.5, max: 1.5, noNaN: true }), (p, m, seed, shift) => {
    const places = somePoints(p, m, seed);
    const excess = valuesOf(places).map((value) => value - shift);
    const distance = (i: number, j: number): number => Math.hypot(...Array.from({ length: p }, (_, k) => places.data[i * p + k]! - places.data[j * p + k]!));
    const rows = Array.from(excess.keys());
    const expected = rows.filter((i) => rows
      .filter((j) => j !== i)
      .toSorted((a, b) => distance(i, a) - distance(i, b))
      .slice(0, 2 * p)
      .some((j) => excess[j]! > 0 !== excess[i]! > 0));
    expect(besideContour(places, excess)).toEqual(expected);
  }));
});

/** All points of a square grid with so many a side. */
function grid(side: number): UnitPoints {
  return unitPoints(2, Float64Array.from({ length: 2 * side ** 2 }, (_, i) => (i % 2 === 0 ? (i / 2) % side : Math.floor(i / 2 / side)) / (side - 1)));
}

describe("strays", () => {
  const threshold = 0.4;
  const list = grid(12);
  const rows = Array.from({ length: 144 }, (_, row) => row);

  /** Strays of a list of which each row that is named was evaluated, as a surrogate with scatter sees them. */
  function straysOf(points: UnitPoints, evaluatedRows: readonly number[], inflation = 1, noiseVariance = 0.01) {
    const evaluated = selectPoints(points, evaluatedRows);
    const surrogate = fixedSurrogate(evaluated, valuesOf(evaluated), { noiseVariance });
    const openRows = Array.from({ length: points.n }, (_, row) => row).filter((row) => !evaluatedRows.includes(row));
    const open = { points: selectPoints(points, openRows), weights: new Float64Array(openRows.length).fill(1 / points.n) };
    return { ...straysBeside({ surrogate, threshold, inflation, open, evaluated }), open, surrogate };
  }
  const some = rows.filter((row) => row % 7 === 0);

  test("are a share of what is open next to the contour that as many evaluated points might not have shown", () => {
    const { evaluated, volume, open, surrogate, next } = straysOf(list, some);
    const all = joinPoints(open.points, selectPoints(list, some));
    const beside = besideContour(surrogate.scaledInputs(all), surrogate.mean(all).map((mean) => mean - surrogate.standardise(threshold)));
    const { mean, variance } = surrogate.posterior(open.points);
    const deviations = (row: number): number => Math.abs(mean[row]! - surrogate.standardise(threshold)) / Math.sqrt(variance[row]! + 0.01);
    const inReach = beside.filter((row) => row < open.points.n && deviations(row) <= 6);
    expect(evaluated).toBe(beside.filter((row) => row >= open.points.n).length);
    expect(evaluated).toBeGreaterThan(2);
    expect(volume).toBeCloseTo((inReach.length / 144) * clopperPearsonUpper(0, evaluated), 12);
    expect(volume).toBeGreaterThan(0);
    const least = inReach.toSorted((a, b) => deviations(a) - deviations(b))[0]!;
    expect(next).toEqual([...selectPoints(open.points, [least]).data]);
  });

  test("are fewer the more next to the contour is evaluated, and none when all is", () => {
    let [evaluated, left] = [some, straysOf(list, some)];
    for (let step = 0; step < 8; step++) {
      const row = rows.find((one) => selectPoints(list, [one]).data.every((coordinate, k) => coordinate === left.next![k]))!;
      const after = straysOf(list, [...evaluated, row]);
      expect(after.volume).toBeLessThan(left.volume * 1.1); // what was learned may move the contour
      [evaluated, left] = [[...evaluated, row], after];
    }
    expect(left.volume).toBeLessThan(0.75 * straysOf(list, some).volume);
    expect(straysOf(list, rows)).toMatchObject({ volume: 0 });
    expect(straysOf(list, rows).next).toBeUndefined();
  });

  test("are none where the model is sure of every value, and more where it is less sure", () => {
    const volumes = [1e-3, 0.5, 1, 2].map((inflation) => straysOf(list, some, inflation).volume);
    expect(volumes[0]).toBe(0);
    expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
  });
});

test("the denser a list, the less of it is next to the contour", () => {
  const shares = [12, 24, 48].map((side) => {
    const points = grid(side);
    return besideContour(points, valuesOf(points).map((value) => value - 0.4)).length / points.n;
  });
  expect(shares[1]! / shares[0]!).toBeLessThan(0.65);
  expect(shares[2]! / shares[1]!).toBeLessThan(0.65);
});
