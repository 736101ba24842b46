import { compileConstraint } from "./constraints.ts";
import { listedPointRestorer, pointProblems } from "./listed-points.ts";
import type { PointProblem } from "./listed-points.ts";
import { physicalPoints, unitPoints } from "./points.ts";
import type { PhysicalPoints, UnitPoints } from "./points.ts";
import { axisOf } from "./scale.ts";

export type Scale = "linear" | "log";

/** One axis of the scan: `lower` and `upper` are in the parameter's own unit. */
export interface Parameter {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  readonly scale: Scale;
  readonly unit?: string;
  readonly label?: string;
}

/** The domain of a scan: the map between unit cube and physical units, and what is forbidden in it. */
export interface Space {
  readonly parameters: readonly Parameter[];
  readonly d: number;
  /** The only points that may be evaluated, where the config lists them. // [k, d] */
  readonly allowed?: UnitPoints;
  toPhysical(points: UnitPoints): PhysicalPoints; // [n, d] -> [n, d]
  toUnit(points: PhysicalPoints): UnitPoints; // [n, d] -> [n, d]
  /**
   * 1 where every constraint holds, 0 where the point is forbidden; bounds of the cube included. // [n, d] -> [n]
   * @throws ExpressionError where a constraint compares something that is not a number.
   */
  admissible(points: UnitPoints): Uint8Array;
}

export interface SpaceOptions {
  readonly parameters: readonly Parameter[];
  /** Expressions over the parameter names, physical units; a point is forbidden where one of them is false. */
  readonly constraints?: readonly string[];
  /** The only points that may be evaluated. // [k, d] */
  readonly points?: PhysicalPoints;
}

/**
 * The space of a scan, its constraints compiled once. A listed point comes back from the unit cube exactly as listed.
 * @throws ExpressionError when a constraint is no condition over the parameters.
 * @throws RangeError when a listed point is outside the bounds, forbidden or listed twice.
 */
export function createSpace({ parameters, constraints = [], points }: SpaceOptions): Space {
  const d = parameters.length;
  const axes = parameters.map(axisOf);
  const names = parameters.map(({ name }) => name);
  const compiled = constraints.map((text) => ({ text, holds: compileConstraint(text, names) }));

  const toUnit = ({ n, data }: PhysicalPoints): UnitPoints =>
    unitPoints(d, Float64Array.from({ length: n * d }, (_, i) => axes[i % d]!.toUnit(data[i]!)));
  if (points !== undefined) refusePointProblems(pointProblems(points, parameters, compiled));
  const restoreListed = points && listedPointRestorer(points, toUnit(points));

  const toPhysical = (unit: UnitPoints): PhysicalPoints => {
    const data = Float64Array.from({ length: unit.n * d }, (_, i) => axes[i % d]!.toPhysical(unit.data[i]!));
    restoreListed?.(unit.data, data);
    return physicalPoints(d, data);
  };
  const admissible = (unit: UnitPoints): Uint8Array => {
    const { data } = toPhysical(unit);
    const result = new Uint8Array(unit.n).fill(1);
    for (let i = 0; i < data.length; i++) if (!(unit.data[i]! >= 0 && unit.data[i]! <= 1)) result[Math.floor(i / d)] = 0;
    for (const { holds } of compiled) {
      for (let i = 0; i < unit.n; i++) if (result[i] === 1 && !holds(data, i * d)) result[i] = 0;
    }
    return result;
  };
  return { parameters, d, ...(points && { allowed: toUnit(points) }), toPhysical, toUnit, admissible };
}

function refusePointProblems(problems: readonly PointProblem[]): void {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 5).map(({ point, message }) => `point ${point + 1}: ${message}`);
  const more = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : "";
  throw new RangeError(`the list of allowed points has problems: ${shown.join("; ")}${more}`);
}
