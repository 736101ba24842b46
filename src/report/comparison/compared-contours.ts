import { areaBetween, directedDistance, encloses, enclosedRings, signedArea, type ContourLine, type DirectedDistance, type Line } from "../../level-set/index.ts";
import { axisOf, type AxisRange } from "../../space/index.ts";
import { planeOf, type Plane, type PlaneLevelSet, type Polyline } from "../geometry/plane.ts";
import { slicesOf, type Slices } from "../geometry/slices.ts";
import { isSameLevelSet, type EvaluationView, type LevelSetView, type ScanView } from "../view.ts";

/** A contour from elsewhere: lines in the plane of two parameters, and what they are lines of where that is known. */
export interface ForeignContour {
  readonly observable?: string;
  readonly threshold?: number;
  readonly lines: readonly Polyline[]; // [x, y] in the order of the scan's parameters
}

/** How two contours of one level set differ in one plane. */
export interface ContourComparison {
  readonly levelSet: LevelSetView;
  readonly parameters: readonly [x: string, y: string];
  /** The unit of distances: the parameters' own where they share one, else "of the axes", fractions of their ranges. */
  readonly unit: string;
  /** Where both have lines; positions are in the parameters' units. */
  readonly distance?: { readonly mean: number; readonly firstToSecond: DirectedDistance; readonly secondToFirst: DirectedDistance };
  /** Area on different sides, as a fraction of the admissible area, and in the square of the unit where there is one. */
  readonly areaBetween: number;
  readonly areaBetweenSquared?: number;
  /** Evaluated points of the first scan whose value lies on the other side of the second's contour, and the other way round. */
  readonly disagreeing: readonly DisagreeingPoint[];
}

export interface DisagreeingPoint {
  readonly scan: "first" | "second"; // whose evaluation it is
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly value: number;
}

/** One side of a comparison in one plane. */
interface Drawn {
  readonly lines: readonly Polyline[];
  readonly rings: readonly Polyline[];
}

/** What is nearer than this part of the plane's diagonal is the same up to rounding. */
const rounding = 1e-12;

/** Nodes a side of the grids that are compared. */
const gridNodes = { plane: 161, slice: 81 };

/**
 * The contours of one scan compared with another scan's of the same parameters, level set by level set, in three and more dimensions
 * slice by slice of the first.
 * @throws RangeError when the parameters or level sets have nothing in common.
 */
export function compareScans(first: ScanView, second: ScanView): ContourComparison[] {
  const [names, others] = [first, second].map((view) => view.parameters.map(({ name }) => name));
  if (names!.toSorted().join() !== others!.toSorted().join()) {
    throw new RangeError(`expected two scans of the same parameters, got ${names!.join(", ")} and ${others!.join(", ")}`);
  }
  const comparisons = planesOf(first).flatMap((plane) => {
    const at = Float64Array.from(second.parameters, ({ name }) => plane.at[names!.indexOf(name)]!);
    const [x, y] = [plane.x, plane.y].map((k) => others!.indexOf(names![k]!)) as [number, number];
    const other = planeOf(second, { x, y, at }, plane.xValues.length);
    return plane.levelSets.flatMap((one) => {
      const match = other.levelSets.find(({ levelSet }) => isSameLevelSet(levelSet, one.levelSet));
      if (match === undefined) return [];
      const disagreeing = first.parameters.length > 2 ? [] : [
        ...disagreeingPoints("first", first, one.levelSet, namesOf(first, plane), match.rings[0.5]),
        ...disagreeingPoints("second", second, one.levelSet, namesOf(first, plane), one.rings[0.5]),
      ];
      return [compared(first, plane, one, { lines: match.lines[0.5], rings: match.rings[0.5] }, disagreeing)];
    });
  });
  if (comparisons.length > 0) return comparisons;
  throw new RangeError(`expected two fitted scans with an observable and threshold in common, got none in ${first.name} and ${second.name}`);
}

/**
 * The contours of a scan of two parameters compared with lines from elsewhere: those of the same observable and threshold, or all where
 * they do not say of what they are. Lines that end within the domain are continued to its nearest edge for the area.
 * @throws RangeError when there is nothing to compare.
 */
export function compareWithLines(view: ScanView, foreign: readonly ForeignContour[]): ContourComparison[] {
  const [plane] = view.parameters.length === 2 ? planesOf(view) : [];
  if (plane === undefined) throw new RangeError(`expected a scan of two parameters to compare with lines, got one of ${view.parameters.length}`);
  const comparisons = plane.levelSets.flatMap((one) => {
    const lines = foreign
      .filter(({ observable = one.levelSet.observable, threshold = one.levelSet.threshold }) => isSameLevelSet({ ...one.levelSet, observable, threshold }, one.levelSet))
      .flatMap((contour) => contour.lines);
    if (lines.length === 0) return [];
    const rings = ringsOfLines(view, plane, one, lines);
    return [compared(view, plane, one, { lines, rings }, disagreeingPoints("first", view, one.levelSet, namesOf(view, plane), rings))];
  });
  if (comparisons.length > 0) return comparisons;
  throw new RangeError(`expected contours of ${plane.levelSets.map(({ levelSet }) => `${levelSet.observable} at ${levelSet.threshold}`).join(", ")}, got none`);
}

function planesOf(view: ScanView): Plane[] {
  const { planes }: Slices = slicesOf(view);
  const nodes = view.parameters.length === 2 ? gridNodes.plane : gridNodes.slice;
  return planes.map((slice) => planeOf(view, slice, nodes));
}

function compared(view: ScanView, plane: Plane, one: PlaneLevelSet, other: Drawn, disagreeing: readonly DisagreeingPoint[]): ContourComparison {
  const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
  const hasUnit = x.unit === y.unit && x.scale === "linear" && y.scale === "linear";
  const toUnit = unitSquare(x, y);
  const measured = (lines: readonly Polyline[]): readonly Line[] => (hasUnit ? lines : lines.map((line) => line.map(toUnit)));
  const [a, b] = [measured(one.lines[0.5]), measured(other.lines)];
  const admissible = plane.admissible.reduce((sum, inside) => sum + inside, 0) / plane.admissible.length;
  const between = areaBetween(one.rings[0.5].map((ring) => ring.map(toUnit)), other.rings.map((ring) => ring.map(toUnit)));
  const diagonal = hasUnit ? Math.hypot(x.upper - x.lower, y.upper - y.lower) : 1;
  const directed = (from: readonly Line[], to: readonly Line[]): DirectedDistance => {
    const found = directedDistance(from, to);
    const distance = found.largest < rounding * diagonal ? { ...found, mean: 0, largest: 0 } : found;
    return hasUnit ? distance : { ...distance, at: [axisOf(x).toPhysical(distance.at[0]), axisOf(y).toPhysical(distance.at[1])] };
  };
  const [firstToSecond, secondToFirst] = a.length === 0 || b.length === 0 ? [] : [directed(a, b), directed(b, a)];
  return {
    levelSet: one.levelSet,
    parameters: namesOf(view, plane),
    unit: hasUnit ? (x.unit ?? "") : "of the axes",
    ...(firstToSecond !== undefined && secondToFirst !== undefined && {
      distance: { mean: (firstToSecond.mean + secondToFirst.mean) / 2, firstToSecond, secondToFirst },
    }),
    areaBetween: between / admissible,
    ...(hasUnit && { areaBetweenSquared: between * (x.upper - x.lower) * (y.upper - y.lower) }),
    disagreeing,
  };
}

function unitSquare(x: AxisRange, y: AxisRange): (point: Line[number]) => Line[number] {
  const [xAxis, yAxis] = [axisOf(x), axisOf(y)];
  return ([i, j]) => [xAxis.toUnit(i), yAxis.toUnit(j)];
}

/** Rings around the excursion set that lines from elsewhere bound: of its two sides the one more like the scan's own. */
function ringsOfLines(view: ScanView, plane: Plane, one: PlaneLevelSet, lines: readonly Polyline[]): Polyline[] {
  const toUnit = unitSquare(view.parameters[plane.x]!, view.parameters[plane.y]!);
  const domain: ContourLine[] = plane.admissibleRings.map((ring) => ring.map(toUnit));
  const own = one.rings[0.5].map((ring) => ring.map(toUnit));
  const border = lines.map((line) => line.map(toUnit));
  const [xAxis, yAxis] = [axisOf(view.parameters[plane.x]!), axisOf(view.parameters[plane.y]!)];
  const isInside = (point: Line[number]): boolean => isWithin(own, point);
  const sides = [border, border.map((line) => line.toReversed())].map((side) => enclosedRings(side, domain, isInside));
  const chosen = sides.toSorted((a, b) => areaBetween(own, a) - areaBetween(own, b))[0]!;
  return chosen.filter((ring) => signedArea(ring) !== 0).map((ring) => ring.map(([i, j]) => [xAxis.toPhysical(i), yAxis.toPhysical(j)] as const));
}

function disagreeingPoints(
  scan: DisagreeingPoint["scan"], view: ScanView, levelSet: LevelSetView, [x, y]: readonly [string, string], rings: readonly Polyline[],
): DisagreeingPoint[] {
  return view.evaluations.flatMap(({ id, parameters, observations }: EvaluationView) => {
    const value = observations[levelSet.observable]?.value;
    if (value === undefined) return [];
    const isExcursion = levelSet.side === "above" ? value >= levelSet.threshold : value <= levelSet.threshold;
    const isOther = isWithin(rings, [parameters[x]!, parameters[y]!]);
    return isExcursion === isOther ? [] : [{ scan, id, parameters, value }];
  });
}

function namesOf(view: ScanView, { x, y }: Plane): readonly [string, string] {
  return [view.parameters[x]!.name, view.parameters[y]!.name];
}

/** Inside an odd number of rings. */
function isWithin(rings: readonly Line[], point: Line[number]): boolean {
  return rings.filter((ring) => encloses(ring, point)).length % 2 === 1;
}
