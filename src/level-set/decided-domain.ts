import { selectPoints, selectValues, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { undecidedPoints } from "./exploration.ts";
import type { LevelSet, Weighted } from "./types.ts";

/** The integration points whose nearest evaluation was observed; the weights of the others are lost, not shared out. */
export interface DecidedDomain extends Weighted<UnitPoints> {
  readonly rows?: readonly number[]; // of these points among all integration points; absent where none is lost
  readonly lostVolume: number;
}

/** What of the domain is open to question, and the volume of the points that are known to lie in the excursion set. */
export function withoutKnown(
  { points, weights, rows }: DecidedDomain,
  known: ReadonlyMap<number, number>,
  { threshold, side }: LevelSet,
): { readonly open: Weighted<UnitPoints>; readonly insideVolume: number } {
  if (known.size === 0) return { open: { points, weights }, insideVolume: 0 };
  const valueAt = (j: number): number | undefined => known.get(rows === undefined ? j : rows[j]!);
  const unknown = Array.from(weights.keys()).filter((j) => valueAt(j) === undefined);
  const insideVolume = weights.reduce((sum, weight, j) => {
    const value = valueAt(j);
    const isInside = value !== undefined && (side === "above" ? value >= threshold : value <= threshold);
    return isInside ? sum + weight : sum;
  }, 0);
  return { open: { points: selectPoints(points, unknown), weights: selectValues(weights, unknown) }, insideVolume };
}

/** Which they are by the distances of the surrogate's kernel. // [m, d], [n, d], [k, d] */
export function decidedDomain(
  { points, weights }: Weighted<UnitPoints>, observed: UnitPoints, unusable: UnitPoints, surrogate: Surrogate,
): DecidedDomain {
  if (unusable.n === 0) return { points, weights, lostVolume: 0 };
  const undecided = undecidedPoints(surrogate.scaledInputs(points), surrogate.scaledInputs(observed), surrogate.scaledInputs(unusable));
  const rows = Array.from(weights.keys()).filter((j) => undecided[j] === 0);
  const lostVolume = weights.reduce((sum, weight, j) => sum + undecided[j] * weight, 0);
  return { points: selectPoints(points, rows), weights: selectValues(weights, rows), rows, lostVolume };
}
