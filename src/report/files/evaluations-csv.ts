import { csvLine, type Cell } from "./csv.ts";
import type { EvaluationView, ScanView } from "../view.ts";

/** The table of all evaluations, one row per id in the order they were proposed, as the text of evaluations.csv. */
export function evaluationsCsv(view: ScanView): string {
  const parameters = view.parameters.map(({ name }) => name);
  const observables = view.observables.map(({ name }) => name);
  const header = [
    "id", "status", "origin", "attempts",
    ...parameters,
    ...observables.flatMap((name) => [name, `${name}.standardError`]),
    "reason", "startedAt", "seconds",
  ];
  const rows = view.evaluations.map((evaluation) => evaluationCells(evaluation, parameters, observables));
  return [header, ...rows].map(csvLine).join("");
}

function evaluationCells(evaluation: EvaluationView, parameters: readonly string[], observables: readonly string[]): Cell[] {
  const { id, status, origin, attempts, observations, reason, startedAt, seconds } = evaluation;
  return [
    id, status, origin, attempts,
    ...parameters.map((name) => evaluation.parameters[name]),
    ...observables.flatMap((name) => [observations[name]?.value, observations[name]?.standardError]),
    reason, startedAt, seconds,
  ];
}
