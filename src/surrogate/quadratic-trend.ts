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
  const axes = Array.from({ length: sample.d }, (_, k) => k);
  const reach = sample.d <= mostWithProducts ? sample.d : 1;
  const products = axes.flatMap((k) => axes.slice(k, k + reach).map((l) => productOf(k, l)));
  const { kept, at } = standardTerms([...axes.map(coordinate), ...products], sample);
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
function productOf(k: number, l: number): TermFunction {
  return ({ n, d, data }) => {
    const product = new Float64Array(n);
    for (let i = 0; i < n; i++) product[i] = (data[i * d + k] - 0.5) * (data[i * d + l] - 0.5);
    return product;
  };
}
