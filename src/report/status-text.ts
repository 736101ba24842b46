import { excursionText } from "./level-set-text.ts";
import { formatDuration, formatPercent } from "./number-text.ts";
import { oneLine, paint, type TerminalStyle } from "./terminal-style.ts";
import { evaluationsText, verdictText } from "./verdict-text.ts";
import { countEvaluations, latestAssessment, levelSetsOf, type ScanView } from "./view.ts";

const verdictPaint = { verified: "green", "model-certified": "green", "model-rejected": "red", "not-certified": "yellow" } as const;

/** What `excursion status` prints: the verdict, the counts and a table of the level sets. Ends with a line end. */
export function statusText(view: ScanView, style: TerminalStyle): string {
  const { headline, meaning } = verdictText(view.verdict);
  const { attempts } = countEvaluations(view);
  const facts = [
    ["evaluations", `${evaluationsText(view)}, ${attempts} attempts, budget ${view.budgetEvaluations}`],
    ["target", `${formatPercent(view.targetVolume)} expected misclassified volume`],
    ["wall time", formatDuration(view.wallTimeSeconds)],
    ["seed", String(view.seed)],
  ];
  const lines = [
    `${paint(style, "bold", oneLine(view.name))}: ${paint(style, verdictPaint[view.verdict], headline)}`,
    oneLine(view.reason),
    meaning,
    "",
    ...alignColumns(facts),
    "",
    ...alignColumns([["excursion set", "volume", "expected misclassified", "95 % upper bound"], ...levelSetRows(view)]),
  ];
  const text = lines.map((line) => `${line.trimEnd()}\n`).join("");
  return style.unicode ? text : text.replaceAll("≥", ">=").replaceAll("≤", "<=");
}

function levelSetRows(view: ScanView): string[][] {
  return levelSetsOf(view).map((levelSet) => {
    const assessment = latestAssessment(view, levelSet);
    const name = excursionText(levelSet);
    if (assessment === undefined) return [name, "not assessed yet"];
    const { excursionVolume, expectedMisclassifiedVolume, upperBound95 } = assessment;
    const bound = upperBound95 === null ? "not computed" : formatPercent(upperBound95);
    return [name, formatPercent(excursionVolume, 3), formatPercent(expectedMisclassifiedVolume), bound];
  });
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`);
}
