import type { PhysicalPoints } from "../../space/index.ts";
import { csvLine, type Cell } from "./csv.ts";
import { blocksOf } from "../geometry/predict-blocks.ts";
import type { Prediction, ScanView } from "../view.ts";

/**
 * The table of predictions at the given points, piece by piece: the header, then blocks of rows in the order of the points;
 * cells of forbidden points are empty. // [m, d]
 * Throws an Error when the scan has no surrogate yet.
 */
export function* predictionsCsv(view: ScanView, points: PhysicalPoints): Generator<string> {
  const { predict } = view;
  if (predict === undefined) {
    throw new Error(`expected a fitted surrogate in scan "${view.name}", got none; predict once two evaluations are observed`);
  }
  yield csvLine([...view.parameters.map(({ name }) => name), ...view.observables.flatMap(predictionColumns)]);
  for (const block of blocksOf(points)) yield predictionRows(block, view.admissible(block), predict(block));
}

function predictionColumns({ name, thresholds }: ScanView["observables"][number]): string[] {
  const probabilities = thresholds.map((_, k) => (k === 0 ? `${name}.probability` : `${name}.probability[${k}]`));
  return [`${name}.median`, `${name}.lower`, `${name}.upper`, ...probabilities];
}

function predictionRows(points: PhysicalPoints, admissible: Uint8Array, predictions: readonly Prediction[]): string {
  const columns = predictions.flatMap(({ median, lower, upper, probability }) => [median, lower, upper, ...probability]);
  let text = "";
  for (let i = 0; i < points.n; i++) {
    const coordinates = points.data.subarray(i * points.d, (i + 1) * points.d);
    const values: Cell[] = columns.map((column) => (admissible[i] === 1 ? column[i] : undefined));
    text += csvLine([...coordinates, ...values]);
  }
  return text;
}
