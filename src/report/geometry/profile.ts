import { contourCrossings } from "../../level-set/index.ts";
import { axisOf, physicalPoints } from "../../space/index.ts";
import { axisValues } from "./axis.ts";
import { levelField, lineProbabilities, type LineProbability } from "./level-field.ts";
import { predictAll } from "./predict-blocks.ts";
import { levelSetsOf, type LevelSetView, type Prediction, type ScanView } from "../view.ts";

/** A scan of one parameter: the observables along its axis and where they cross their thresholds. */
export interface Profile {
  readonly values: Float64Array; // [m], physical units
  readonly admissible: Uint8Array; // [m]
  readonly predictions: readonly Prediction[]; // per observable, [m]; empty before the first fit
  readonly levelSets: readonly ProfileLevelSet[];
}

export interface ProfileLevelSet {
  readonly levelSet: LevelSetView;
  /** Where the probability of the excursion set passes 16, 50 and 84 %, ascending, physical units. */
  readonly crossings: Readonly<Record<LineProbability, readonly number[]>>;
}

/** What the surrogates say along the axis of the one parameter, at `count` values, bounds included. */
export function profileOf(view: ScanView, count: number): Profile {
  const values = axisValues(view.parameters[0]!, count);
  const points = physicalPoints(1, values);
  const admissible = view.admissible(points);
  const predictions = predictAll(view, points);
  return { values, admissible, predictions, levelSets: profileLevelSets(view, predictions) };
}

function profileLevelSets(view: ScanView, predictions: readonly Prediction[]): ProfileLevelSet[] {
  if (predictions.length === 0) return [];
  const axis = axisOf(view.parameters[0]!);
  const isAdmissible = (fraction: number): boolean =>
    view.admissible(physicalPoints(1, Float64Array.of(axis.toPhysical(fraction))))[0] === 1;
  return levelSetsOf(view).map((levelSet) => {
    const index = view.observables.findIndex(({ name }) => name === levelSet.observable);
    const crossings = lineProbabilities.map((q) => {
      const field = levelField(view.observables[index]!, levelSet.threshold, predictions[index]!, q);
      return [q, contourCrossings(field, 0, isAdmissible).map((fraction) => axis.toPhysical(fraction))] as const;
    });
    return { levelSet, crossings: Object.fromEntries(crossings) as Record<LineProbability, number[]> };
  });
}

/** Observables that can share a figure: they have the same thresholds, so surely the same units. */
export function profileGroups(view: ScanView): string[][] {
  const groups = Map.groupBy(view.observables, ({ name, thresholds, side }) => {
    return JSON.stringify([thresholds, side, view.surrogates[name]?.transform]);
  });
  return Array.from(groups.values(), (group) => group.map(({ name }) => name));
}
