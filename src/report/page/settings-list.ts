import { markup, type Markup } from "../text/markup.ts";
import { excursionText } from "../text/level-set-text.ts";
import { lengthscalesText } from "../text/lengthscales-text.ts";
import { formatNumber, formatQuantity } from "../text/number-text.ts";
import { offsetsText } from "../text/offsets-text.ts";
import { plainText } from "../text/rich-text.ts";
import { levelSetsOf, type ScanView } from "../view.ts";

/** What the scan was asked to do and what its surrogates are like. */
export function settingsList(view: ScanView): Markup {
  const rows: readonly (readonly [string, string])[] = [
    ...view.parameters.map(({ name, label, lower, upper, scale, unit }) => {
      const range = `${formatNumber(lower, 12)} to ${formatQuantity(upper, unit, 12)}, ${scale}`;
      return [label === undefined || label === name ? `parameter ${name}` : `parameter ${name}, ${plainText(label)}`, range] as const;
    }),
    ...view.constraints.map((constraint) => ["constraint", constraint] as const),
    ...(view.allowed === undefined ? [] : [["allowed points", String(view.allowed.n)] as const]),
    ...levelSetsOf(view).map((levelSet) => ["excursion set", excursionText(levelSet)] as const),
    ["target", `${view.target} on the wrong side, with 95 % confidence`],
    ["budget", `${view.budgetEvaluations} evaluations`],
    ["seed", String(view.seed)],
    ...view.settings.map(({ name, value }) => [name, value] as const),
    ...Object.keys(view.surrogates).map((name) => [`surrogate of ${name}`, surrogateText(view, name)] as const),
  ];
  return markup`<dl class="settings">
${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
`;
}

function surrogateText(view: ScanView, name: string): string {
  const { kernel, transform, noiseVariance, offsets } = view.surrogates[name]!;
  const inflation = view.assessments.at(-1)?.levelSets.find(({ observable }) => observable === name)?.inflation;
  const widened = inflation === undefined ? "" : `; standard deviations times ${formatNumber(inflation, 3)} from calibration`;
  const noise = noiseVariance > 0 ? `; noise ${formatNumber(Math.sqrt(noiseVariance), 2)} standard deviations of the data` : "";
  const shifted = offsets === undefined ? "" : `; imported values off by: ${offsetsText(view, name)}`;
  return `${kernel} kernel on ${transform} scale; lengthscales as fractions of the axes: ${lengthscalesText(view, name)}${noise}${widened}${shifted}`;
}
