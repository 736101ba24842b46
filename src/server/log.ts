import { findEvaluation, type Evaluation } from "../journal/index.ts";
import { formatNumber, formatObservation, formatPercent } from "../report/index.ts";
import type { ScanCore, ScanEvent } from "../scan/index.ts";

/** A line of what has happened. */
export interface LogLine {
  readonly at: string; // ISO 8601
  readonly kind: "result" | "trouble" | "person" | "scan";
  readonly text: string;
}

/** What a reader should know of an event; undefined for those that say nothing by themselves. */
export function logLine(event: ScanEvent, { state }: ScanCore): LogLine | undefined {
  if (event.type === "dispatched") return undefined;
  const { at } = event;
  switch (event.type) {
    case "started":
      return { at, kind: "scan", text: "the scan starts" };
    case "resumed":
      return { at, kind: "scan", text: "the scan goes on" };
    case "stopped":
      return { at, kind: "scan", text: `the scan ends: ${event.reason}` };
    case "arrived": {
      const { id, outcome, willRetry, attempt } = event;
      if (outcome.kind === "observed") {
        const values = Object.entries(outcome.observables).map(([name, one]) => `${name} = ${formatObservation(one)}`);
        return { at, kind: "result", text: `${id}: ${values.join(", ")}` };
      }
      const what = outcome.kind === "infeasible" ? "infeasible" : `attempt ${attempt} failed${willRetry ? ", to be repeated" : ""}`;
      return { at, kind: "trouble", text: `${id} ${what}: ${outcome.reason}` };
    }
    case "assessed": {
      const volumes = event.assessment.levelSets.map((one) => one.expectedMisclassifiedVolume);
      return { at, kind: "scan", text: `${formatPercent(Math.max(...volumes))} expected to be misclassified after ${event.observed} evaluations` };
    }
    case "extended":
      return { at, kind: "person", text: `${event.evaluations} more evaluations granted` };
    case "excluded":
      return { at, kind: "person", text: `${event.id} ruled out by hand: ${event.reason}` };
    case "paused":
      return { at, kind: "person", text: "paused" };
    case "continued":
      return { at, kind: "person", text: "let go on" };
    case "proposed":
      return event.origin === "asked" ? { at, kind: "person", text: `${event.id} asked for by hand at ${placeText(event)}` } : undefined;
    case "leased": {
      const lease = findEvaluation(state, event.id)?.lease;
      if (lease === undefined || lease.since !== at) return undefined; // a renewal
      return { at, kind: "scan", text: `${event.id} handed to a client, attempt ${event.attempt}` };
    }
    default:
      return undefined;
  }
}

function placeText({ parameters }: Pick<Evaluation, "parameters">): string {
  return Object.entries(parameters).map(([name, value]) => `${name} = ${formatNumber(value, 6)}`).join(", ");
}
