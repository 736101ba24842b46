import type { Evaluate } from "./expression-nodes.ts";
import { ExpressionError } from "./expression-syntax.ts";
import type { PhysicalPoints, UnitPoints } from "./points.ts";
import type { Parameter } from "./space.ts";

/** What is wrong with one point of a list; `point` counts from 0. */
export interface PointProblem {
  readonly point: number;
  readonly parameter?: string; // where one coordinate is to blame
  readonly message: string;
}

/** A constraint as written and as compiled. */
export interface Constraint {
  readonly text: string;
  readonly holds: Evaluate<boolean>;
}

/** Every point of a list that is outside the bounds, forbidden by a constraint, or listed before. */
export function pointProblems(
  { n, d, data }: PhysicalPoints, parameters: readonly Parameter[], constraints: readonly Constraint[],
): PointProblem[] {
  const problems: PointProblem[] = [];
  const firstWith = new Map<string, number>();
  for (let point = 0; point < n; point++) {
    const offset = point * d;
    const outside = parameters.filter(({ lower, upper }, k) => !(data[offset + k]! >= lower && data[offset + k]! <= upper));
    for (const parameter of outside) problems.push(outsideBounds(point, parameter, data[offset + parameters.indexOf(parameter)]!));
    if (outside.length > 0) continue;
    const message = firstViolation(constraints, data, offset);
    if (message !== undefined) problems.push({ point, message });
    const key = data.subarray(offset, offset + d).join();
    const first = firstWith.get(key);
    if (first === undefined) firstWith.set(key, point);
    else problems.push({ point, message: `expected every point once, got point ${first + 1} of the list again` });
  }
  return problems;
}

function outsideBounds(point: number, { name, lower, upper }: Parameter, value: number): PointProblem {
  return { point, parameter: name, message: `expected ${name} from ${lower} to ${upper}, got ${value}` };
}

function firstViolation(constraints: readonly Constraint[], data: Float64Array, offset: number): string | undefined {
  try {
    const violated = constraints.find(({ holds }) => !holds(data, offset));
    return violated && `expected a point that the constraints allow, got one that "${violated.text}" forbids`;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/**
 * Puts back what rounding may have changed: where a row of unit coordinates is exactly that of a listed point, the row of
 * physical coordinates becomes exactly the listed one. // [k, d], [k, d]
 */
export function listedPointRestorer(
  listed: PhysicalPoints, { n, d, data }: UnitPoints,
): (unit: Float64Array, physical: Float64Array) => void {
  const byFirst = Map.groupBy(Array.from({ length: n }, (_, point) => point), (point) => data[point * d]!);
  return (unit, physical) => {
    for (let offset = 0; offset < unit.length; offset += d) {
      const isHere = (point: number) => data.subarray(point * d, (point + 1) * d).every((u, k) => u === unit[offset + k]);
      const point = byFirst.get(unit[offset]!)?.find(isHere);
      if (point !== undefined) physical.set(listed.data.subarray(point * d, (point + 1) * d), offset);
    }
  };
}
