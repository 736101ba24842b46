import { admissibleRegion, contourLines, regionRings, type GridField, type PlanePoint } from "../../level-set/index.ts";
import { randomStream, scrambledSobol } from "../../numeric/index.ts";
import { axisOf } from "../../space/index.ts";
import { axisValues } from "./axis.ts";
import { levelField } from "./level-field.ts";
import { slicePoints, squareOf, type Polyline } from "./plane.ts";
import { predictAll } from "./predict-blocks.ts";
import { levelSetsOf, type LevelSetView, type ScanView } from "../view.ts";

/** Two parameters, and for each level set where the others make no difference any more. Positions are in physical units. */
export interface Projection {
  readonly x: number; // parameter index
  readonly y: number;
  readonly forbidden: readonly Polyline[]; // rings around what is forbidden at all values of the others
  readonly border: readonly Polyline[]; // of the same, within the domain
  readonly levelSets: readonly ProjectedLevelSet[];
}

export interface ProjectedLevelSet {
  readonly levelSet: LevelSetView;
  /** Around the points in the excursion set for every admissible value of the other parameters. */
  readonly always: Outline;
  /** Around the points in it for at least one. */
  readonly somewhere: Outline;
}

export interface Outline {
  readonly lines: readonly Polyline[];
  readonly rings: readonly Polyline[];
}

/** Values of one other parameter, or points of several, over which the least and the greatest are taken. */
const profiled = { one: 33, several: 128 };

/**
 * The profile of the excursion sets onto two parameters, from the surrogates' medians on a grid with `nodes` along each axis: the least
 * and the greatest of the level field over the other parameters, over 33 evenly spaced values of one or 128 evenly spread points of
 * several, those that are admissible.
 */
export function projectionOf(view: ScanView, x: number, y: number, nodes: number): Projection {
  const others = otherPoints(view, x, y);
  const levelSets = view.predict === undefined ? [] : levelSetsOf(view);
  const [xValues, yValues] = [axisValues(view.parameters[x]!, nodes), axisValues(view.parameters[y]!, nodes)];
  const reached = new Uint8Array(nodes * nodes);
  const extremes = levelSets.map(() => emptyExtremes(nodes * nodes));
  const extremesBeyond = levelSets.map(() => emptyExtremes(nodes * nodes)); // over forbidden points: what lines near the border lean on
  for (const at of others) {
    const points = slicePoints({ x, y, at }, xValues, yValues);
    const admissible = view.admissible(points);
    const predictions = predictAll(view, points);
    for (const [i, inside] of admissible.entries()) if (inside === 1) reached[i] = 1;
    for (const [k, { observable, threshold }] of levelSets.entries()) {
      const index = view.observables.findIndex(({ name }) => name === observable);
      for (const [i, value] of levelField(view.observables[index]!, threshold, predictions[index]!, 0.5).entries()) {
        const { least, greatest } = (admissible[i] === 1 ? extremes : extremesBeyond)[k]!;
        least[i] = Math.min(least[i]!, value);
        greatest[i] = Math.max(greatest[i]!, value);
      }
    }
  }
  const squares = others.map((at) => squareOf(view, { x, y, at }));
  const isAdmissible = (point: PlanePoint): boolean => squares.some((square) => square.isAdmissible(point));
  const region = admissibleRegion(nodes, nodes, reached, isAdmissible);
  const { toPhysical } = squares[0]!;
  const outline = (within: Float64Array, beyond: Float64Array): Outline => {
    const field: GridField = { columns: nodes, rows: nodes, values: within.map((value, i) => (reached[i] === 1 ? value : beyond[i]!)) };
    const lines = contourLines(field, 0, isAdmissible);
    return { lines: lines.map(toPhysical), rings: regionRings(field, 0, lines, region).map(toPhysical) };
  };
  return {
    x,
    y,
    forbidden: region.forbiddenRings.map(toPhysical),
    border: region.border.map(toPhysical),
    levelSets: levelSets.map((levelSet, k) => ({
      levelSet,
      always: outline(extremes[k]!.least, extremesBeyond[k]!.least),
      somewhere: outline(extremes[k]!.greatest, extremesBeyond[k]!.greatest),
    })),
  };
}

function emptyExtremes(count: number): { readonly least: Float64Array; readonly greatest: Float64Array } {
  return { least: new Float64Array(count).fill(Infinity), greatest: new Float64Array(count).fill(-Infinity) };
}

/** Points of the space that differ in the other parameters only; x and y are left at the middle. // [s][d] */
function otherPoints(view: ScanView, x: number, y: number): Float64Array[] {
  const axes = view.parameters.map(axisOf);
  const others = [...axes.keys()].filter((k) => k !== x && k !== y);
  const middle = Float64Array.from(axes, (axis) => axis.toPhysical(0.5));
  const count = others.length === 1 ? profiled.one : profiled.several;
  const units =
    others.length === 1
      ? Float64Array.from({ length: count }, (_, i) => i / (count - 1))
      : scrambledSobol(others.length, randomStream(view.seed, "projection", 0)).next(count);
  return Array.from({ length: count }, (_, i) => {
    const point = Float64Array.from(middle);
    for (const [place, k] of others.entries()) point[k] = axes[k]!.toPhysical(units[i * others.length + place]!);
    return point;
  });
}
