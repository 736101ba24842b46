import { assert as assertProperty, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { type Objective, minimise, randomStream } from "../../src/numeric/index.ts";

const rosenbrock: Objective = ([x, y]) => ({
  value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
  gradient: Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)),
});

/** x - 2 ln x, lowest at 2, and `bad` for negative x. */
function walled(bad: number): Objective {
  return ([x]) => ({ value: x > 0 ? x - 2 * Math.log(x) : bad, gradient: Float64Array.of(1 - 2 / x) });
}

/** (x - 3)² whose gradient is unknown beyond 4. */
const steepBeyond4: Objective = ([x]) => ({ value: (x - 3) ** 2, gradient: Float64Array.of(x < 4 ? 2 * (x - 3) : Number.NaN) });

/** (x - 1)² with the sign of its gradient wrong. */
const uphill: Objective = ([x]) => ({ value: (x - 1) ** 2, gradient: Float64Array.of(-2 * (x - 1)) });

/** x, which has no minimum. */
const falling: Objective = ([x]) => ({ value: x, gradient: Float64Array.of(1) });

const flat: Objective = () => ({ value: 3, gradient: new Float64Array(0) });

/** Σ λ_i (x_i - i)²/2 with eigenvalues spread evenly in the logarithm over `condition`, lowest value 0. */
function diagonalQuadratic(d: number, condition: number): Objective {
  const eigenvalue = (i: number) => condition ** (i / (d - 1) - 0.5);
  return (x) => ({
    value: x.reduce((sum, value, i) => sum + (eigenvalue(i) * (value - i) ** 2) / 2, 0),
    gradient: x.map((value, i) => eigenvalue(i) * (value - i)),
  });
}

/** xᵀA x/2 + cᵀx with A = M Mᵀ/d + I/100, drawn from a seed, in a box around 0. */
function randomQuadratic(seed: number, d: number) {
  const random = randomStream(seed, "bounded quadratics", d);
  const m = Float64Array.from({ length: d * d }, () => random.normal());
  const c = Float64Array.from({ length: d }, () => random.normal());
  const a = Array.from({ length: d }, (_, i) =>
    Float64Array.from({ length: d }, (_element, j) => {
      let sum = i === j ? 0.01 : 0;
      for (let k = 0; k < d; k++) sum += (m[i * d + k] * m[j * d + k]) / d;
      return sum;
    }));
  const objective: Objective = (x) => {
    const ax = a.map((row) => row.reduce((sum, value, j) => sum + value * x[j], 0));
    return {
      value: ax.reduce((sum, value, i) => sum + x[i] * (value / 2 + c[i]), 0),
      gradient: Float64Array.from(ax, (value, i) => value + c[i]),
    };
  };
  const lower = Float64Array.from({ length: d }, () => -random.uniform());
  const upper = Float64Array.from({ length: d }, () => random.uniform());
  return { objective, lower, upper };
}

describe("without bounds", () => {
  test("Rosenbrock's valley, also on top of a large constant", () => {
    for (const constant of [0, 1e6]) {
      const shifted: Objective = (x) => ({ ...rosenbrock(x), value: rosenbrock(x).value + constant });
      const minimum = minimise(shifted, Float64Array.of(-1.2, 1));
      expect(minimum.converged).toBe(true);
      expect(minimum.x[0]).toBeCloseTo(1, 4);
      expect(minimum.x[1]).toBeCloseTo(1, 4);
      expect(minimum.evaluations).toBeLessThan(80);
    }
  });

  test("ill-conditioned quadratics end at their minimum, as close as the estimated distance says", () => {
    for (const [d, condition] of [[2, 1e8], [10, 1e12], [100, 1e6], [126, 1e4]]) {
      const minimum = minimise(diagonalQuadratic(d, condition), new Float64Array(d), { tolerance: 1e-10 });
      expect(minimum.converged).toBe(true);
      expect(minimum.estimatedDistance).toBeLessThan(1e-10);
      expect(minimum.value).toBeLessThan(1e-8);
    }
  });

  test("the exact inverse Hessian leads there in one step, and a second confirms it", () => {
    const d = 30;
    const inverseHessian = new Float64Array(d * d);
    for (let i = 0; i < d; i++) inverseHessian[i * d + i] = 1e6 ** (0.5 - i / (d - 1));
    const minimum = minimise(diagonalQuadratic(d, 1e6), new Float64Array(d), { inverseHessian });
    expect(minimum.converged).toBe(true);
    expect(minimum.evaluations).toBeLessThanOrEqual(3);
    expect(minimum.value).toBeLessThan(1e-18);
  });

  test("a start at the minimum stays there", () => {
    const minimum = minimise(rosenbrock, Float64Array.of(1, 1));
    expect(minimum).toMatchObject({ converged: true, evaluations: 1, value: 0 });
  });

  test("a minimum that rounding hides is found to the rounding of the value", () => {
    const minimum = minimise(([x]) => ({ value: 1e9 + (x - 1) ** 2, gradient: Float64Array.of(2 * (x - 1)) }), Float64Array.of(1.5));
    expect(minimum.converged).toBe(true);
    expect(Math.abs(minimum.x[0] - 1)).toBeLessThan(1e-3);
  });

  test("no parameters at all are a minimum", () => {
    expect(minimise(flat, new Float64Array(0))).toMatchObject({ value: 3, converged: true });
  });
});

describe("walls", () => {
  test("steps into places without a value are taken back", () => {
    for (const bad of [Number.NaN, Infinity]) {
      for (const start of [1e-6, 0.1, 100]) {
        const minimum = minimise(walled(bad), Float64Array.of(start));
        expect(minimum.converged).toBe(true);
        expect(minimum.x[0]).toBeCloseTo(2, 4);
      }
    }
  });

  test("a value with a gradient that is not finite counts as no value", () => {
    expect(minimise(steepBeyond4, Float64Array.of(-50)).x[0]).toBeCloseTo(3, 4);
  });

  test("a start without a value is a RangeError", () => {
    expect(() => minimise(walled(Number.NaN), Float64Array.of(-1))).toThrow(/expected a finite objective/);
    expect(() => minimise(walled(Infinity), Float64Array.of(-1))).toThrow(RangeError);
    expect(() => minimise(() => ({ value: 0, gradient: Float64Array.of(Number.NaN) }), Float64Array.of(0))).toThrow(RangeError);
  });

  test("without a minimum, or without iterations enough for one, nothing is claimed", () => {
    expect(minimise(falling, Float64Array.of(0)).converged).toBe(false);
    expect(minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 5 })).toMatchObject({ converged: false, iterations: 5 });
  });

  test("a gradient that contradicts the values is not called converged", () => {
    expect(minimise(uphill, Float64Array.of(3)).converged).toBe(false);
  });
});

describe("bounds", () => {
  test("the known active set of a bounded quadratic is found", () => {
    const objective = diagonalQuadratic(5, 100); // lowest at 0, 1, 2, 3, 4
    const lower = Float64Array.of(-1, 1.5, -9, 3, -9);
    const upper = Float64Array.of(9, 9, 1.25, 9, 9);
    const minimum = minimise(objective, Float64Array.of(5, 5, 0, 5, 0), { lower, upper });
    expect(minimum.converged).toBe(true);
    [0, 1.5, 1.25, 3, 4].forEach((expected, i) => expect(minimum.x[i]).toBeCloseTo(expected, 4));
    expect(minimum.x[1]).toBe(1.5);
    expect(minimum.x[2]).toBe(1.25);
  });

  test("Rosenbrock's valley cut off at x = 1/2 ends on the cut", () => {
    const minimum = minimise(rosenbrock, Float64Array.of(-1.2, 1), { upper: Float64Array.of(0.5, 9) });
    expect(minimum.converged).toBe(true);
    expect(minimum.x[0]).toBe(0.5);
    expect(minimum.x[1]).toBeCloseTo(0.25, 6);
  });

  test("a start on a bound leaves it when the value falls inwards and stays when it falls outwards", () => {
    const objective = diagonalQuadratic(2, 10); // lowest at 0, 1
    const lower = Float64Array.of(-5, -5);
    const upper = Float64Array.of(5, 0);
    const minimum = minimise(objective, Float64Array.of(-5, 0), { lower, upper });
    expect(minimum.x[0]).toBeCloseTo(0, 4);
    expect(minimum.x[1]).toBe(0);
  });

  test("a parameter with equal bounds stays where it is", () => {
    const fixed = Float64Array.of(-1, 0.81);
    const minimum = minimise(rosenbrock, Float64Array.of(0.3, 0.81), { lower: Float64Array.of(-2, 0.81), upper: Float64Array.of(2, 0.81) });
    expect(minimum.x[1]).toBe(fixed[1]);
    expect(minimum.gradient[0]).toBeCloseTo(0, 3);
  });

  test("the conditions of Karush, Kuhn and Tucker hold on random convex quadratics", () => {
    assertProperty(
      property(integer(), integer({ min: 1, max: 25 }), (seed, d) => {
        const { objective, lower, upper } = randomQuadratic(seed, d);
        const { x, gradient, converged } = minimise(objective, new Float64Array(d), { lower, upper, tolerance: 1e-16 });
        expect(converged).toBe(true);
        for (let i = 0; i < d; i++) {
          expect(x[i]).toBeGreaterThanOrEqual(lower[i]);
          expect(x[i]).toBeLessThanOrEqual(upper[i]);
          if (x[i] > lower[i]) expect(gradient[i]).toBeLessThan(1e-6);
          if (x[i] < upper[i]) expect(gradient[i]).toBeGreaterThan(-1e-6);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("what does not fit is a RangeError that says where", () => {
    const start = Float64Array.of(0, 0);
    expect(() => minimise(rosenbrock, start, { upper: Float64Array.of(1, -1) })).toThrow(/parameter 1/);
    expect(() => minimise(rosenbrock, start, { lower: Float64Array.of(-1) })).toThrow(RangeError);
    expect(() => minimise(rosenbrock, Float64Array.of(0, 0, 0))).toThrow(/gradient of 3 values/);
    expect(() => minimise(rosenbrock, start, { inverseHessian: Float64Array.of(1, 2) })).toThrow(/2 x 2/);
    expect(() => minimise(rosenbrock, start, { inverseHessian: Float64Array.of(1, 0, 0, 0) })).toThrow(/positive/);
  });
});
