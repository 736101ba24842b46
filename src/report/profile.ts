import { physicalPoints } from "../space/index.ts";
import { axisValues, valueAt } from "./axis.ts";
import { levelField, type LineProbability } from "./level-field.ts";
import { levelSetsOf, type LevelSetView, type Prediction, type ScanView } from "./view.ts";

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
  const predictions = view.predict?.(points) ?? [];
  return { values, admissible, predictions, levelSets: profileLevelSets(view, admissible, predictions) };
}

function profileLevelSets(view: ScanView, admissible: Uint8Array, predictions: readonly Prediction[]): ProfileLevelSet[] {
  if (predictions.length === 0) return [];
  return levelSetsOf(view).map((levelSet) => {
    const index = view.observables.findIndex(({ name }) => name === levelSet.observable);
    const crossingsAt = (q: LineProbability): number[] => {
      const field = levelField(view.observables[index]!, levelSet.threshold, predictions[index]!, q);
      return signChanges(field, admissible).map((fraction) => valueAt(view.parameters[0]!, fraction));
    };
    return { levelSet, crossings: { 0.16: crossingsAt(0.16), 0.5: crossingsAt(0.5), 0.84: crossingsAt(0.84) } };
  });
}

/** Where a field changes its sign between neighbouring admissible nodes, as fractions of the axis. */
function signChanges(field: Float64Array, admissible: Uint8Array): number[] {
  const found: number[] = [];
  for (let i = 1; i < field.length; i++) {
    const [before, after] = [field[i - 1]!, field[i]!];
    if (before >= 0 === after >= 0 || admissible[i - 1] === 0 || admissible[i] === 0) continue;
    found.push((i - 1 + before / (before - after)) / (field.length - 1));
  }
  return found;
}
