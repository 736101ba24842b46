import { EvaluationError, interpretReply, type Outcome } from "../evaluation/index.ts";
import type { SurveyedEntry } from "../journal/index.ts";
import { surveyPoints } from "../proposal/index.ts";
import type { ScanCore } from "../scan/index.ts";
import type { UnitPoints } from "../space/index.ts";
import { expectedReply } from "./expected-reply.ts";

/** Asks a proxy that is a function all over the domain. Throws an EvaluationError where it mostly has no value. */
export function surveyFunction(core: ScanCore, proxy: (parameters: Readonly<Record<string, number>>) => unknown): SurveyedEntry {
  const points = surveyPoints(core.settings.space, core.settings.config.seed);
  const outcomes = parametersOf(core, points).map((parameters) => interpretProxy(core, proxy(parameters)));
  return surveyedEntry(core, points, outcomes);
}

/** A proxy need not know every observable. */
export function interpretProxy({ settings: { config } }: ScanCore, reply: unknown): Outcome {
  const given = (reply as { readonly observables?: object } | undefined)?.observables;
  const expected = expectedReply(config);
  const known = expected.observables.filter(({ name }) => typeof given !== "object" || given === null || Object.hasOwn(given, name));
  if (known.length === 0) return { kind: "failed", reason: `expected a value of ${names(config.observables)}, got none of them`, retryable: false };
  return interpretReply(reply, { ...expected, observables: known });
}

/** What a proxy has answered at the points, one outcome each. Throws an EvaluationError where it mostly had no value. */
export function surveyedEntry({ settings: { config } }: ScanCore, points: UnitPoints, outcomes: readonly Outcome[]): SurveyedEntry {
  const without = outcomes.filter(({ kind }) => kind !== "observed");
  if (without.length > outcomes.length / 2) {
    const first = without[0]!;
    const reason = first.kind === "observed" ? "" : `; the first: ${first.reason}`;
    throw new EvaluationError(`surrogate.proxy: expected values at most of ${outcomes.length} points, got none at ${without.length}${reason}`, false);
  }
  const values = config.observables.map(({ name }) => [
    name, outcomes.map((outcome) => (outcome.kind === "observed" ? (outcome.observables[name]?.value ?? null) : null)),
  ]);
  return { type: "surveyed", unit: rowsOf(points), values: Object.fromEntries(values) };
}

/** The coordinates point by point, as a journal holds them. */
export function rowsOf({ n, d, data }: UnitPoints): number[][] {
  return Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
}

/** The points as an evaluator gets them. */
export function parametersOf({ settings: { space } }: ScanCore, points: UnitPoints): Record<string, number>[] {
  const { data } = space.toPhysical(points);
  return Array.from({ length: points.n }, (_, i) => Object.fromEntries(space.parameters.map(({ name }, k) => [name, data[i * space.d + k]!])));
}

/** Names for a message. */
export function names(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => name).join(", ");
}
