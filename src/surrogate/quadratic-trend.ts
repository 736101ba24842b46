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
 * What polynomials of second degree in the coordinates add to the terms that are known: up to three coordinates, their squares and their
 * products, or more coordinates and their squares, made orthonormal over the sample to the constant, the terms and one another. Where the
 * sample cannot tell them apart there are fewer.
 */
export function quadraticTrend(coordinates: readonly TermFunction[], terms: readonly TermFunction[], sample: UnitPoints): Trend {
  const reach = coordinates.length <= mostWithProducts ? coordinates.length : 1;
  const products = coordinates.flatMap((one, k) => coordinates.slice(k, k + reach).map((other) => productOf(one, other)));
  const all = standardTerms([...terms, ...coordinates, ...products], sample);
  const known = all.kept.filter((index) => index < terms.length).length;
  const width = all.kept.length;
  return {
    count: width - known,
    at(points) {
      const values = all.at(points);
      return known === 0 ? values : values.filter((_, place) => place % width >= known);
    },
  };
}

/** About the middle of the coordinates, which are scaled to [0, 1]: there rounding is least. */
function productOf(one: TermFunction, other: TermFunction): TermFunction {
  return (points) => {
    const [left, right] = [one(points), other(points)];
    const product = new Float64Array(points.n);
    for (let i = 0; i < product.length; i++) product[i] = (left[i] - 0.5) * (right[i] - 0.5);
    return product;
  };
}
