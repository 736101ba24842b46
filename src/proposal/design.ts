import { randomStream, scrambledSobol } from "../numeric/index.ts";
import { selectPoints, squaredDistance, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import { admissibleSequence } from "./admissible-points.ts";

/** Sobol points whose nearest allowed points compete for one place of the design. */
const targetsPerPoint = 16;

/**
 * The space-filling start of a scan: the first `count` admissible points of a scrambled Sobol sequence; of a list of allowed points,
 * distinct ones, each the nearest to a Sobol point and among sixteen of those the furthest from the ones before. The first points of
 * a larger design are those of a smaller one; a list may yield fewer than asked. Throws a RangeError when the constraints forbid
 * everything. // [count, d]
 */
export function designPoints(space: Space, count: number, seed: number): UnitPoints {
  const { d, allowed } = space;
  const random = randomStream(seed, "design", 0);
  if (allowed === undefined) return admissibleSequence(space, random).next(count, count);
  const sobol = scrambledSobol(d, random);
  const chosen: number[] = [];
  const toChosen = new Float64Array(allowed.n).fill(Infinity); // squared distances
  while (chosen.length < count) {
    const targets = unitPoints(d, sobol.next(targetsPerPoint));
    const nearest = Array.from({ length: targets.n }, (_, i) => nearestFree(allowed, toChosen, targets, i));
    const best = nearest.reduce((a, b) => (a === -1 || (b !== -1 && toChosen[b] > toChosen[a]) ? b : a), -1);
    if (best === -1) break; // every allowed point is taken
    chosen.push(best);
    for (let j = 0; j < allowed.n; j++) toChosen[j] = Math.min(toChosen[j], squaredDistance(allowed, j, allowed, best));
  }
  return selectPoints(allowed, chosen);
}

/** The point nearest to a target of those that do not coincide with a chosen one; -1 when there is none. */
function nearestFree(points: UnitPoints, toChosen: Float64Array, targets: UnitPoints, target: number): number {
  let best = -1;
  let smallest = Infinity;
  for (let j = 0; j < points.n; j++) {
    const square = squaredDistance(points, j, targets, target);
    if (toChosen[j] > 0 && square < smallest) [best, smallest] = [j, square];
  }
  return best;
}
