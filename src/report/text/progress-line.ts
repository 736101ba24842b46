import { formatBound, formatDuration, formatNumber, formatObservation, formatPercent } from "./number-text.ts";
import { oneLine, paint, type TerminalStyle } from "./terminal-style.ts";
import type { EvaluationView } from "../view.ts";

/** Where a running scan stands. */
export interface Progress {
  readonly completed: number; // evaluations observed, infeasible or failed
  readonly running: number;
  readonly failed: number;
  readonly budgetEvaluations: number;
  /** The largest expected misclassified volume; absent before the first assessment. */
  readonly uncertainVolume?: number;
  /** The largest of its 95 % bounds; absent where one was not computed. */
  readonly boundedVolume?: number;
  readonly targetVolume?: number;
  readonly wallTimeSeconds: number;
}

/**
 * What is printed when an attempt ends:
 * "[ 23/200] mGluino=1450 mLsp=320  clsObserved=0.031  uncertain volume 2.3 % (target 1 %)".
 */
export function arrivalLine(progress: Progress, evaluation: EvaluationView, style: TerminalStyle): string {
  const parameters = Object.entries(evaluation.parameters).map(([name, value]) => `${name}=${formatNumber(value, 6)}`);
  const parts = [`${counter(progress)} ${parameters.join(" ")}`, outcomeText(evaluation, style), uncertaintyText(progress)];
  return parts.filter((part) => part !== "").join("  ");
}

/** The line a terminal keeps drawing over while a scan runs, no longer than the terminal is wide. */
export function barLine(progress: Progress, style: TerminalStyle): string {
  const { completed, budgetEvaluations, running, failed, wallTimeSeconds } = progress;
  const facts = [
    `${completed}/${budgetEvaluations}`,
    uncertaintyText(progress),
    `${running} running`,
    failed > 0 ? `${failed} failed` : "",
    formatDuration(wallTimeSeconds),
  ];
  const text = ` ${facts.filter((fact) => fact !== "").join("  ")}`;
  const width = Math.min(24, style.columns - text.length - 1); // the last column is left free: some terminals wrap on it
  return width < 4 ? text.trimStart().slice(0, style.columns - 1) : bar(completed / budgetEvaluations, width, style) + text;
}

function bar(fraction: number, width: number, style: TerminalStyle): string {
  const filled = Math.min(width, Math.round(fraction * width));
  const [full, empty] = style.unicode ? ["━", "─"] : ["#", "-"];
  return paint(style, "green", full.repeat(filled)) + paint(style, "dim", empty.repeat(width - filled));
}

function counter({ completed, budgetEvaluations }: Progress): string {
  const budget = String(budgetEvaluations);
  return `[${String(completed).padStart(budget.length)}/${budget}]`;
}

function outcomeText({ status, observations, reason }: EvaluationView, style: TerminalStyle): string {
  if (status === "observed") {
    const plusMinus = style.unicode ? "±" : "+-";
    const values = Object.entries(observations).map(([name, one]) => `${name}=${formatObservation(one, plusMinus)}`);
    return values.join(" ");
  }
  const why = reason === undefined ? "" : `: ${oneLine(reason)}`;
  if (status === "infeasible") return paint(style, "yellow", `infeasible${why}`);
  return paint(style, "red", status === "failed" ? `failed${why}` : `will be repeated${why}`);
}

function uncertaintyText({ uncertainVolume, boundedVolume, targetVolume }: Progress): string {
  if (uncertainVolume === undefined) return "";
  const bound = boundedVolume === undefined ? "" : `, at most ${formatBound(boundedVolume)}`;
  const target = targetVolume === undefined ? "" : ` (target ${formatPercent(targetVolume)})`;
  return `uncertain volume ${formatPercent(uncertainVolume)}${bound}${target}`;
}
