import type { UnitPoints } from "../space/index.ts";
import { standardTerms, type TermFunction } from "./standard-terms.ts";

/** Orthonormal functions of the unit cube, t of them. */
export interface Trend {
  readonly count: number; // t
  /** Row-major values. // [n, d] -> [n, t] */
  at(points: UnitPoints): Float64Array;
}

/**
 * Coordinates up to which their products are terms too. In six there would be 27 coefficients for 14 values of the design, and the contour
 * of Hartmann's function came later with them than without a trend, up to 60 evaluations.
 */
const mostWithProducts = 3;

/**
 * Polynomials of second degree in the coordinates: up to three coordinates, their squares and their products, or more coordinates and their
 * squares, made orthonormal over the sample to the constant and to one another. Where the sample cannot tell them apart there are fewer.
 */
export function quadraticTrend(sample: UnitPoints): Trend {
  const coordinates = Array.from({ length: sample.d }, (_, k) => coordinate(k));
  const reach = sample.d <= mostWithProducts ? sample.d : 1;
  const products = coordinates.flatMap((one, k) => coordinates.slice(k, k + reach).map((other) => productOf(one, other)));
  const { kept, at } = standardTerms([...coordinates, ...products], sample);
  return { count: kept.length, at };
}

function coordinate(k: number): TermFunction {
  return ({ n, d, data }) => {
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) column[i] = data[i * d + k];
    return column;
  };
}

/** About the middle of the cube: there rounding is least. */
function productOf(one: TermFunction, other: TermFunction): TermFunction {
  return (points) => {
    const [left, right] = [one(points), other(points)];
    const product = new Float64Array(points.n);
    for (let i = 0; i < product.length; i++) product[i] = (left[i] - 0.5) * (right[i] - 0.5);
    return product;
  };
}
