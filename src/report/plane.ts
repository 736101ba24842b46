import { physicalPoints, type Parameter } from "../space/index.ts";
import { axisValues, valueAt } from "./axis.ts";
import { levelField, lineProbabilities, type LineProbability } from "./level-field.ts";
import { boundaryBetween, clipLine, insideLines, maskRings, regionRings, type Polyline, type Position } from "./region.ts";
import { levelSetsOf, type LevelSetView, type Prediction, type ScanView } from "./view.ts";

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
  readonly levelSets: readonly PlaneLevelSet[];
}

export interface PlaneLevelSet {
  readonly levelSet: LevelSetView;
  readonly probability: Float64Array; // [rows * columns]
  /** Contour lines by probability, cut where they enter the forbidden region. */
  readonly lines: Readonly<Record<LineProbability, readonly Polyline[]>>;
  /** Rings around 16 % ≤ p ≤ 84 %, to be filled by the non-zero winding rule; they extend into the forbidden region. */
  readonly band: readonly Polyline[];
}

/** The maps between a plane's grid coordinates and physical units. */
interface GridFrame {
  readonly columns: number;
  readonly rows: number;
  toPhysical(position: Position): Position;
  isAdmissible(position: Position): boolean;
}

/** What the surrogates say in a slice, from predictions on a grid; `columns` and `rows` count its nodes, bounds included. */
export function planeOf(view: ScanView, slice: Slice, columns: number, rows = columns): Plane {
  const xValues = axisValues(view.parameters[slice.x]!, columns);
  const yValues = axisValues(view.parameters[slice.y]!, rows);
  const points = slicePoints(slice, xValues, yValues);
  const admissible = view.admissible(points);
  const frame = gridFrame(view, slice, columns, rows);
  const predictions = view.predict?.(points) ?? [];
  return {
    ...slice,
    xValues,
    yValues,
    admissible,
    forbidden: forbiddenRings(frame, admissible),
    levelSets: predictions.length === 0 ? [] : planeLevelSets(view, frame, predictions),
  };
}

function slicePoints({ x, y, at }: Slice, xValues: Float64Array, yValues: Float64Array) {
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

function gridFrame(view: ScanView, { x, y, at }: Slice, columns: number, rows: number): GridFrame {
  const axes: readonly [Parameter, Parameter] = [view.parameters[x]!, view.parameters[y]!];
  const toPhysical = ([i, j]: Position): Position => [valueAt(axes[0], i / (columns - 1)), valueAt(axes[1], j / (rows - 1))];
  return {
    columns,
    rows,
    toPhysical,
    isAdmissible(position) {
      const point = Float64Array.from(at);
      [point[x], point[y]] = toPhysical(position) as [number, number];
      return view.admissible(physicalPoints(at.length, point))[0] === 1;
    },
  };
}

function planeLevelSets(view: ScanView, frame: GridFrame, predictions: readonly Prediction[]): PlaneLevelSet[] {
  return levelSetsOf(view).map((levelSet) => {
    const index = view.observables.findIndex(({ name }) => name === levelSet.observable);
    const [observable, prediction] = [view.observables[index]!, predictions[index]!];
    const [outer, middle, inner] = lineProbabilities.map((q) => {
      const values = levelField(observable, levelSet.threshold, prediction, q);
      return regionRings({ columns: frame.columns, rows: frame.rows, values });
    }) as [Polyline[], Polyline[], Polyline[]];
    const hole = inner.map((ring) => ring.toReversed()); // in the larger region around it
    return {
      levelSet,
      probability: prediction.probability[observable.thresholds.indexOf(levelSet.threshold)]!,
      lines: { 0.16: contourLines(frame, outer), 0.5: contourLines(frame, middle), 0.84: contourLines(frame, inner) },
      band: [...outer, ...hole].map((ring) => ring.map(frame.toPhysical)),
    };
  });
}

function contourLines(frame: GridFrame, rings: readonly Polyline[]): Polyline[] {
  return insideLines(rings, frame.columns, frame.rows)
    .flatMap((line) => clipLine(line, frame.isAdmissible))
    .map((line) => line.map(frame.toPhysical));
}

/** Rings around the forbidden part of a plane; each vertex between two nodes is moved to where the constraints change. */
function forbiddenRings(frame: GridFrame, admissible: Uint8Array): Polyline[] {
  const forbidden = admissible.map((inside) => 1 - inside);
  return maskRings(frame.columns, frame.rows, forbidden).map((ring) =>
    ring.map((vertex) => frame.toPhysical(movedToBoundary(frame, admissible, vertex))),
  );
}

function movedToBoundary({ columns, isAdmissible }: GridFrame, admissible: Uint8Array, [x, y]: Position): Position {
  const [low, high]: readonly [Position, Position] = [[Math.floor(x), Math.floor(y)], [Math.ceil(x), Math.ceil(y)]];
  if (low[0] === high[0] && low[1] === high[1]) return [x, y]; // on the grid's edge
  return admissible[low[1] * columns + low[0]] === 1
    ? boundaryBetween(low, high, isAdmissible)
    : boundaryBetween(high, low, isAdmissible);
}
