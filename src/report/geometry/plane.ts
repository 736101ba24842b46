import {
  admissibleRegion, contourLines, regionRings, type AdmissibleRegion, type ContourLine, type GridField, type PlanePoint,
} from "../../level-set/index.ts";
import { axisOf, physicalPoints, type PhysicalPoints } from "../../space/index.ts";
import { axisValues } from "./axis.ts";
import { levelField, lineProbabilities, type LineProbability } from "./level-field.ts";
import { predictAll } from "./predict-blocks.ts";
import { levelSetsOf, type LevelSetView, type Prediction, type ScanView } from "../view.ts";

/** Points [x, y] in physical units joined by straight lines; closed when the last equals the first. */
export type Polyline = readonly (readonly [x: number, y: number])[];

/** Two parameters that vary while the others keep the values of a point. */
export interface Slice {
  readonly x: number; // parameter index
  readonly y: number;
  readonly at: Float64Array; // [d], physical units; entries x and y are not used
}

/** A slice with what is known in it; positions are [x, y] in physical units. */
export interface Plane extends Slice {
  readonly xValues: Float64Array; // [columns]
  readonly yValues: Float64Array; // [rows]
  readonly admissible: Uint8Array; // [rows * columns]
  readonly forbidden: readonly Polyline[]; // rings
  readonly admissibleRings: readonly Polyline[]; // the admissible part at their left
  readonly border: readonly Polyline[]; // between admissible and forbidden, the admissible part at its left
  readonly levelSets: readonly PlaneLevelSet[];
}

export interface PlaneLevelSet {
  readonly levelSet: LevelSetView;
  readonly probability: Float64Array; // [rows * columns]
  /** Contour lines by probability, ending exactly where they reach the edge of the domain or the forbidden region. */
  readonly lines: Readonly<Record<LineProbability, readonly Polyline[]>>;
  /** Closed rings around the admissible points that lie in the excursion set with that probability or more, holes the other way round. */
  readonly rings: Readonly<Record<LineProbability, readonly Polyline[]>>;
  /** Rings around 16 % ≤ p ≤ 84 %, to be filled by the non-zero winding rule. */
  readonly band: readonly Polyline[];
}

/** A slice as the unit square: its way to physical units, and what is admissible in it. */
export interface Square {
  toPhysical(line: ContourLine): Polyline;
  isAdmissible(point: PlanePoint): boolean;
}

/** What the surrogates say in a slice, from predictions on a grid with `nodes` along each axis, bounds included. */
export function planeOf(view: ScanView, slice: Slice, nodes: number): Plane {
  const xValues = axisValues(view.parameters[slice.x]!, nodes);
  const yValues = axisValues(view.parameters[slice.y]!, nodes);
  const points = slicePoints(slice, xValues, yValues);
  const admissible = view.admissible(points);
  const square = squareOf(view, slice);
  const region = admissibleRegion(nodes, nodes, admissible, square.isAdmissible);
  const forbidden = region.forbiddenRings.map(square.toPhysical);
  const predictions = predictAll(view, points);
  const levelSets = predictions.length === 0 ? [] : planeLevelSets(view, square, region, predictions);
  const [admissibleRings, border] = [region.rings, region.border].map((lines) => lines.map(square.toPhysical)) as [Polyline[], Polyline[]];
  return { ...slice, xValues, yValues, admissible, forbidden, admissibleRings, border, levelSets };
}

function onGrid(values: Float64Array): GridField {
  const nodes = Math.round(Math.sqrt(values.length));
  return { columns: nodes, rows: nodes, values };
}

/** The grid's points, the first of the two parameters varying fastest. // [rows * columns, d] */
export function slicePoints({ x, y, at }: Slice, xValues: Float64Array, yValues: Float64Array): PhysicalPoints {
  const d = at.length;
  const data = new Float64Array(xValues.length * yValues.length * d);
  let start = 0;
  for (const yValue of yValues) {
    for (const xValue of xValues) {
      data.set(at, start);
      data[start + x] = xValue;
      data[start + y] = yValue;
      start += d;
    }
  }
  return physicalPoints(d, data);
}

export function squareOf(view: ScanView, { x, y, at }: Slice): Square {
  const [xAxis, yAxis] = [axisOf(view.parameters[x]!), axisOf(view.parameters[y]!)];
  const point = Float64Array.from(at);
  return {
    toPhysical: (line) => line.map(([i, j]) => [xAxis.toPhysical(i), yAxis.toPhysical(j)]),
    isAdmissible([i, j]) {
      point[x] = xAxis.toPhysical(i);
      point[y] = yAxis.toPhysical(j);
      return view.admissible(physicalPoints(at.length, point))[0] === 1;
    },
  };
}

function planeLevelSets(
  view: ScanView, square: Square, region: AdmissibleRegion, predictions: readonly Prediction[],
): PlaneLevelSet[] {
  const { toPhysical, isAdmissible } = square;
  return levelSetsOf(view).map((levelSet) => {
    const index = view.observables.findIndex(({ name }) => name === levelSet.observable);
    const [observable, prediction] = [view.observables[index]!, predictions[index]!];
    const drawn = byProbability((q) => {
      const field = onGrid(levelField(observable, levelSet.threshold, prediction, q));
      const lines = contourLines(field, 0, isAdmissible);
      return { lines: lines.map(toPhysical), rings: regionRings(field, 0, lines, region).map(toPhysical) };
    });
    const hole = drawn[0.84].rings.map((ring) => ring.toReversed()); // in the larger region around it
    return {
      levelSet,
      probability: prediction.probability[observable.thresholds.indexOf(levelSet.threshold)]!,
      lines: byProbability((q) => drawn[q].lines),
      rings: byProbability((q) => drawn[q].rings),
      band: [...drawn[0.16].rings, ...hole],
    };
  });
}

function byProbability<Value>(valueOf: (q: LineProbability) => Value): Record<LineProbability, Value> {
  return Object.fromEntries(lineProbabilities.map((q) => [q, valueOf(q)])) as Record<LineProbability, Value>;
}
