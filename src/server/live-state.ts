import { viewWith } from "../library/scan-view.ts";
import {
  evaluationsPerHour, excursionText, formatBound, formatDuration, formatNumber, formatPercent, predictedEvaluations, boundedVolume, uncertainVolume, verdictText, type ScanView,
} from "../report/index.ts";
import type { ScanCore } from "../scan/index.ts";
import type { LogLine } from "./log.ts";

/** Who may take part in a scan that is looked at, and why not. */
export interface Participation {
  readonly isOpen: boolean;
  readonly note: string;
}

/** What a page shows of a scan beside its figures; plain JSON, a few kilobytes whatever the length of the scan. */
export interface LiveState {
  readonly name: string;
  readonly phase: "running" | "paused" | "waiting" | "ended";
  readonly verdict: string;
  readonly headline: string;
  readonly reason: string;
  readonly participation: Participation;
  readonly counts: { readonly observed: number; readonly infeasible: number; readonly failed: number; readonly pending: number };
  readonly proposed: number;
  readonly budget: number;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly note?: string }[];
  readonly levelSets: readonly { readonly name: string; readonly volume: string; readonly misclassified: string; readonly bound: string; readonly isWithin: boolean }[];
  readonly running: readonly RunningPoint[];
  readonly runningCount: number;
  readonly troubles: readonly { readonly id: string; readonly status: string; readonly place: string; readonly reason: string }[];
  readonly parameters: readonly { readonly name: string; readonly lower: number; readonly upper: number; readonly unit: string }[];
  readonly log: readonly LogLine[];
}

export interface RunningPoint {
  readonly id: string;
  readonly place: string;
  readonly by: "this computer" | "a client" | "nobody yet";
  readonly since?: string; // ISO 8601
  readonly until?: string; // end of the client's lease
  readonly origin: string;
}

/** Rows of a table on the page at most. */
const mostRows = 24;

export interface LiveSituation {
  readonly running: ReadonlyMap<string, string>; // ids under way in this process, with their start
  readonly participation: Participation;
  readonly log: readonly LogLine[];
  readonly nowMilliseconds: number;
}

export function liveStateOf(core: ScanCore, situation: LiveSituation): LiveState {
  const view = viewWith(core, undefined);
  const { state } = core;
  const { headline } = verdictText(view.verdict);
  const counts = { observed: 0, infeasible: 0, failed: 0, pending: 0 };
  for (const { status } of state.evaluations) counts[status]++;
  return {
    name: view.name,
    phase: phaseOf(core, situation),
    verdict: view.verdict,
    headline,
    reason: view.reason,
    participation: situation.participation,
    counts,
    proposed: state.evaluations.length,
    budget: view.budgetEvaluations,
    facts: factsOf(view, counts),
    levelSets: levelSetRows(view),
    running: runningPoints(core, situation),
    runningCount: counts.pending,
    troubles: view.evaluations
      .filter(({ status }) => status === "failed" || status === "infeasible")
      .slice(-mostRows)
      .toReversed()
      .map((one) => ({ id: one.id, status: one.status, place: coordinatesText(one), reason: one.reason ?? "" })),
    parameters: view.parameters.map(({ name, lower, upper, unit }) => ({ name, lower, upper, unit: unit ?? "" })),
    log: situation.log,
  };
}

function phaseOf({ state }: ScanCore, { running, nowMilliseconds }: LiveSituation): LiveState["phase"] {
  if (state.stopped !== undefined) return "ended";
  if (state.paused) return "paused";
  const isLeased = state.evaluations.some(({ status, lease }) => status === "pending" && lease !== undefined && Date.parse(lease.until) > nowMilliseconds);
  return running.size > 0 || isLeased ? "running" : "waiting";
}

function factsOf(view: ScanView, counts: LiveState["counts"]): LiveState["facts"] {
  const volume = uncertainVolume(view);
  const bound = boundedVolume(view);
  const left = predictedEvaluations(view);
  const perHour = evaluationsPerHour(view);
  const hoursLeft = left === undefined || left === 0 || perHour === undefined ? undefined : left / perHour;
  const others = (["infeasible", "failed"] as const).filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return [
    { name: "observed", value: String(counts.observed), note: [`${view.evaluations.length} of ${view.budgetEvaluations} proposed`, ...others].join(", ") },
    {
      name: "expected misclassified", value: volume === undefined ? "–" : formatPercent(volume),
      note: `${bound === undefined ? "not bounded yet" : `at most ${formatBound(bound)} (95 %)`}, target ${view.target}`,
    },
    {
      name: "evaluations left", value: left === undefined ? "–" : left === 0 ? "0" : `≈ ${left}`,
      note: left === undefined ? "no trend yet" : left === 0 ? "accurate enough" : hoursLeft === undefined ? "by the trend" : `about ${formatDuration(hoursLeft * 3600)}`,
    },
    { name: "throughput", value: perHour === undefined ? "–" : rateText(perHour), note: "of the latest evaluations" },
    { name: "wall time", value: formatDuration(view.wallTimeSeconds) },
  ];
}

function rateText(perHour: number): string {
  const [value, unit] = perHour >= 7200 ? [perHour / 3600, "s"] : perHour >= 120 ? [perHour / 60, "min"] : [perHour, "h"];
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} / ${unit}`;
}

function levelSetRows(view: ScanView): LiveState["levelSets"] {
  return (view.assessments.at(-1)?.levelSets ?? []).map((one) => ({
    name: excursionText(one),
    volume: formatPercent(one.excursionVolume, 3),
    misclassified: formatPercent(one.expectedMisclassifiedVolume),
    bound: one.upperBound95 === null ? "–" : formatBound(one.upperBound95),
    isWithin: view.targetVolume === undefined ? (one.contourDistance?.upperBound95 ?? Infinity) <= 1 : (one.upperBound95 ?? Infinity) <= view.targetVolume,
  }));
}

function runningPoints({ state }: ScanCore, { running, nowMilliseconds }: LiveSituation): RunningPoint[] {
  const pending = state.evaluations.filter(({ status }) => status === "pending");
  const rows = pending.map((one): RunningPoint => {
    const common = { id: one.id, place: coordinatesText(one), origin: one.origin };
    const here = running.get(one.id);
    if (here !== undefined) return { ...common, by: "this computer", since: here };
    const { lease } = one;
    if (lease === undefined || Date.parse(lease.until) <= nowMilliseconds) return { ...common, by: "nobody yet" };
    return { ...common, by: "a client", since: lease.since, until: lease.until };
  });
  const isUnderWay = ({ by }: RunningPoint): boolean => by !== "nobody yet";
  const waiting = rows.filter((one) => !isUnderWay(one));
  const isOwn = ({ origin }: RunningPoint): boolean => origin === "asked";
  return [...rows.filter(isUnderWay), ...waiting.filter(isOwn), ...waiting.filter((one) => !isOwn(one))].slice(0, mostRows);
}

/** The values of the parameters, in their order. */
function coordinatesText({ parameters }: { readonly parameters: Readonly<Record<string, number>> }): string {
  return Object.values(parameters).map((value) => formatNumber(value, 5)).join(", ");
}
