import { randomStream } from "../numeric/index.ts";
import { selectPoints, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import { unusedListed } from "./candidates.ts";

/** Draws after which a domain counts as empty, as for the Sobol sequence. */
const patience = 2 ** 20;

/**
 * The audit point of a number: uniform over the admissible domain, independent of all others and of everything the scan has learned; with
 * a list of allowed points, uniform over those that are not taken. None when the list has no more. // [<= 1, d]
 */
export function auditPoint(space: Space, taken: UnitPoints, seed: number, number: number): UnitPoints {
  const random = randomStream(seed, "audit point", number);
  if (space.allowed !== undefined) {
    const left = unusedListed(space.allowed, taken);
    return selectPoints(left, left.n === 0 ? [] : [random.integer(left.n)]);
  }
  for (let draw = 0; draw < patience; draw++) {
    const point = unitPoints(space.d, Float64Array.from({ length: space.d }, random.uniform));
    if (space.admissible(point)[0] === 1) return point;
  }
  throw new RangeError(`expected an admissible point, got none of ${patience} drawn; relax the constraints`);
}
