import { certificateLines } from "./certificate-text.ts";
import { lengthscalesText } from "./lengthscales-text.ts";
import { contourText, excursionText, undecidedVolume } from "./level-set-text.ts";
import { countNoun, formatBound, formatDuration, formatPercent } from "./number-text.ts";
import { offsetsText } from "./offsets-text.ts";
import { oneLine, paint, type TerminalStyle } from "./terminal-style.ts";
import { unmetText } from "./unmet-text.ts";
import { verdictText } from "./verdict-text.ts";
import { countEvaluations, latestAssessment, levelSetsOf, type ScanView } from "../view.ts";

const verdictPaint = { verified: "green", "model-certified": "green", "model-rejected": "red", "not-certified": "yellow" } as const;

/** What `excursion status` prints: the verdict, the counts and a table of the level sets. Ends with a line end. */
export function statusText(view: ScanView, style: TerminalStyle): string {
  const { headline, meaning } = verdictText(view.verdict);
  const undecided = undecidedVolume(view);
  const facts = [
    ["evaluations", evaluationsText(view)],
    ["target", `${view.target} on the wrong side, with 95 % confidence`],
    ...(undecided > 0 ? [["undecided", `${formatPercent(undecided)} of the volume, near infeasible or failed evaluations`]] : []),
    ...levelSetsOf(view).flatMap((levelSet) => {
      const unmet = unmetText(view, levelSet);
      return unmet === undefined ? [] : [["not met", `${oneLine(contourText(levelSet))}: ${unmet}`]];
    }),
    ...Object.entries(view.surrogates).flatMap(([name, { learnedInputs }]) =>
      learnedInputs === undefined ? [] : [[`lengthscales of ${oneLine(name)}`, lengthscalesText(view, name)]],
    ),
    ...Object.entries(view.surrogates).flatMap(([name, { offsets }]) =>
      offsets === undefined ? [] : [[`offsets of ${oneLine(name)}`, oneLine(offsetsText(view, name)).replaceAll("±", style.unicode ? "±" : "+-")]],
    ),
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
    ...alignColumns([["excursion set", "volume", "expected misclassified", "95 % upper bound"], ...levelSetRows(view, style)]),
    ...certificateBlock(view),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** The lines of the certificate that no table shows. */
function certificateBlock(view: ScanView): string[] {
  const lines = certificateLines(view).filter(([name]) => !name.startsWith("contour ") && name !== "undecided");
  return lines.length === 0 ? [] : ["", ...alignColumns(lines.map(([name, sentence]) => [oneLine(name), oneLine(sentence)]))];
}

/** Evaluations of the budget, each status that occurs, and attempts: "12 of at most 200: 10 observed, 2 pending; 11 attempts". */
function evaluationsText(view: ScanView): string {
  const { attempts, ...counts } = countEvaluations(view);
  const statuses = Object.entries(counts).filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`);
  const kinds = statuses.length === 0 ? "" : `: ${statuses.join(", ")}; ${countNoun(attempts, "attempt")}`;
  return `${view.evaluations.length} of at most ${view.budgetEvaluations}${kinds}`;
}

function levelSetRows(view: ScanView, style: TerminalStyle): string[][] {
  return levelSetsOf(view).map((levelSet) => {
    const assessment = latestAssessment(view, levelSet);
    const symbols = excursionText(levelSet);
    const name = style.unicode ? symbols : symbols.replace("≥", ">=").replace("≤", "<=");
    if (assessment === undefined) return [name, "not assessed yet"];
    const { excursionVolume, expectedMisclassifiedVolume, upperBound95 } = assessment;
    const bound = upperBound95 === null ? "not computed" : formatBound(upperBound95);
    return [name, formatPercent(excursionVolume, 3), formatPercent(expectedMisclassifiedVolume), bound];
  });
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`);
}
