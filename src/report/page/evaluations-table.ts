import { titleWithUnit } from "../geometry/axis.ts";
import { markup, type Markup } from "../text/markup.ts";
import { formatNumber, formatObservation } from "../text/number-text.ts";
import type { EvaluationView, ScanView } from "../view.ts";

/** All evaluations as a table that scrolls in itself, its header staying in sight. */
export function evaluationsTable(view: ScanView): Markup {
  const parameters = view.parameters.map(({ name, unit }) => titleWithUnit(name, unit));
  const hasReasons = view.evaluations.some(({ reason }) => reason !== undefined);
  const columns = [...parameters, ...view.observables.map(({ name }) => name), "seconds", "attempts"];
  return markup`<div class="scroll" role="region" aria-label="Table of evaluations" tabindex="0">
<table>
<caption><span>All evaluations in the order they were proposed; with all digits they are in evaluations.csv.</span></caption>
<thead><tr>
<th scope="col" class="number">no.</th><th scope="col">id</th><th scope="col">status</th><th scope="col">origin</th>
${columns.map((title) => markup`<th scope="col" class="number">${title}</th>`)}${hasReasons ? markup`<th scope="col">reason</th>` : undefined}
</tr></thead>
<tbody>
${view.evaluations.map((evaluation, i) => row(view, evaluation, i + 1, hasReasons))}</tbody>
</table>
</div>
`;
}

function row(view: ScanView, evaluation: EvaluationView, order: number, hasReasons: boolean): Markup {
  const { id, status, origin, attempts, observations, seconds, reason } = evaluation;
  const numbers = [
    ...view.parameters.map(({ name }) => formatNumber(evaluation.parameters[name]!, 6)),
    ...view.observables.map(({ name }) => (observations[name] === undefined ? "" : formatObservation(observations[name]))),
    seconds === undefined ? "" : formatNumber(seconds),
    String(attempts),
  ];
  return markup`<tr><th scope="row" class="number">${order}</th>
<td class="id">${id}</td><td>${status}</td><td>${origin}</td>
${numbers.map((text) => markup`<td class="number">${text}</td>`)}${hasReasons ? markup`<td class="reason">${reason}</td>` : undefined}</tr>
`;
}
