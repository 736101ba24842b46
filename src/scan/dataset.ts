import { ConfigError, type ScanConfig } from "../config/index.ts";
import type { Observation } from "../evaluation/index.ts";
import type { Evaluation, ScanState } from "../journal/index.ts";
import { uniformPoints } from "../proposal/index.ts";
import { unitPoints, type UnitPoints } from "../space/index.ts";
import { informativeData, mostExactPoints, type Dataset, type Offsets, type TransformName } from "../surrogate/index.ts";
import type { ScanSettings } from "./settings.ts";
import { hasOffset, tallyOf } from "./tally.ts";

/** Datasets made before, by the order of arrival and the evaluations as they were: every model of a scan asks for them anew. */
const datasets = new WeakMap<readonly number[], { readonly evaluations: readonly Evaluation[]; readonly byRange: Map<string, Dataset> }>();

/** What was observed of one observable, in order of arrival: arrivals `from` up to `to` (all without them). */
export function datasetOf(state: ScanState, observable: string, from = 0, to = state.observedOrder.length): Dataset {
  const { observedOrder, evaluations } = state;
  const kept = datasets.get(observedOrder);
  const made = kept?.evaluations === evaluations ? kept : { evaluations, byRange: new Map<string, Dataset>() };
  datasets.set(observedOrder, made);
  const key = `${from} ${to} ${observable}`;
  const dataset = made.byRange.get(key) ?? makeDataset(state, observable, from, to);
  made.byRange.set(key, dataset);
  return dataset;
}

function makeDataset(state: ScanState, observable: string, from: number, to: number): Dataset {
  const indices = state.observedOrder.slice(from, to);
  const chosen = indices.map((index) => state.evaluations[index]!);
  const observations = indices.map((index) => observationOf(state, index, observable));
  const offsets = offsetsOf(state, chosen, observable);
  return {
    points: pointsOf(state, chosen),
    values: Float64Array.from(observations, ({ value }) => value),
    standardErrors: Float64Array.from(observations, ({ standardError }) => standardError ?? 0),
    ...(offsets !== undefined && { offsets }),
  };
}

/** What an evaluation, by its index, has told of one observable. */
export function observationOf({ evaluations }: ScanState, index: number, observable: string): Observation {
  const { outcome } = evaluations[index]!;
  const observation = outcome?.kind === "observed" ? outcome.observables[observable] : undefined;
  if (observation === undefined) throw new Error(`an observed evaluation without ${observable} is in the journal`);
  return observation;
}

/** Offsets of evaluations that were imported with one; nothing where the scan has no such source. */
function offsetsOf(state: ScanState, chosen: readonly Evaluation[], observable: string): Offsets | undefined {
  const names = offsetSources(state);
  if (names.length === 0) return undefined;
  const deviations = chosen.map(({ source }) => source?.offsets?.[observable]);
  return {
    count: names.length,
    sources: Int32Array.from(chosen, ({ source }, i) => (deviations[i] === undefined ? 0 : 1 + names.indexOf(source!.name))),
    standardDeviations: Float64Array.from(deviations, (deviation) => (deviation === undefined ? 0 : deviation ?? Infinity)),
  };
}

/** Sources found before, by the evaluations: every model of a scan asks for them anew. */
const sourcesFound = new WeakMap<readonly Evaluation[], readonly string[]>();

/** Names of the sources whose values may have an offset, in the order in which they came. */
export function offsetSources({ evaluations }: ScanState): readonly string[] {
  const sources = sourcesFound.get(evaluations) ?? [...new Set(evaluations.flatMap(({ source }) => (source?.offsets === undefined ? [] : [source.name])))];
  sourcesFound.set(evaluations, sources);
  return sources;
}

/**
 * What a fit of one observable learns from: its first `observed` arrivals, or the most informative of them, where the config sets a limit.
 * Throws a ConfigError beyond the exact limit without one.
 */
export function fitDataset(
  { name: scan, observables, surrogate: { maxPoints } }: ScanConfig, state: ScanState, observable: string, transform: TransformName, observed: number,
): Dataset {
  const dataset = datasetOf(state, observable, 0, observed);
  if (maxPoints === undefined && dataset.points.n > mostExactPoints) throw tooMany(scan, dataset.points.n);
  const { thresholds } = observables.find(({ name }) => name === observable)!;
  return informativeData(dataset, transform, thresholds, maxPoints ?? mostExactPoints);
}

function tooMany(scan: string, n: number): ConfigError {
  const message =
    `expected at most ${mostExactPoints} observations, as many as an exact model takes in, got ${n}; nothing is lost: ` +
    "run the same command with --set surrogate.maxPoints=2000 to keep the most informative ones";
  return new ConfigError([{ file: scan, path: "surrogate.maxPoints", message }]);
}

/** Points with a usable result, in order of arrival. // [n, d] */
export function observedPoints(state: ScanState): UnitPoints {
  return pointsOf(state, state.observedOrder.map((index) => state.evaluations[index]!));
}

/** Points with a result that has no offset: the same again would tell nothing. // [n, d] */
export function settledByEvaluation(state: ScanState): UnitPoints {
  return pointsOf(state, state.observedOrder.map((index) => state.evaluations[index]!).filter((one) => !hasOffset(one)));
}

/** Points whose outcome is not known yet. // [p, d] */
export function pendingPoints(state: ScanState): UnitPoints {
  return pointsOf(state, tallyOf(state).pending);
}

/** Points that gave no value and will not: proposing them again would be a waste. // [a, d] */
export function avoidedPoints(state: ScanState): UnitPoints {
  return pointsOf(state, state.evaluations.filter(({ status }) => status === "failed" || status === "infeasible"));
}

/** Points of some of the evaluations, possibly none; the first of all says how many coordinates a point has. */
function pointsOf({ evaluations }: ScanState, chosen: readonly Evaluation[]): UnitPoints {
  if (evaluations.length === 0) throw new Error("expected a scan that has begun, got one without evaluations");
  return unitPoints(evaluations[0]!.unit.length, Float64Array.from(chosen.flatMap(({ unit }) => unit)));
}

/** Rows of the uniform points whose value of every observable is known. */
export function settledPoints(settings: ScanSettings, state: ScanState, observed: number): ReadonlySet<number> {
  const { points } = uniformPoints(settings.space, settings.config.seed);
  const [first, ...others] = settings.config.observables.map(({ name }) => knownValues(settings, state, name, points, observed));
  return new Set([...first!.keys()].filter((row) => others.every((known) => known.has(row))));
}

/**
 * Values of an observable at the listed points that its first `observed` arrivals have told without noise, by their rows among `points`;
 * none where the domain is no list.
 */
export function knownValues(
  { space }: ScanSettings, state: ScanState, observable: string, points: UnitPoints, observed = state.observedOrder.length,
): ReadonlyMap<number, number> {
  const known = new Map<number, number>();
  if (space.allowed === undefined) return known;
  const rows = rowsOf(points);
  for (const index of state.observedOrder.slice(0, observed)) {
    const { unit, outcome, source } = state.evaluations[index]!;
    const row = rows.get(unit.join(" "));
    const observation = outcome?.kind === "observed" ? outcome.observables[observable] : undefined;
    const isExact = (observation?.standardError ?? 0) === 0 && source?.offsets?.[observable] === undefined;
    if (row !== undefined && observation !== undefined && isExact) known.set(row, observation.value);
  }
  return known;
}

const knownRows = new WeakMap<UnitPoints, ReadonlyMap<string, number>>();

/** Rows by coordinates, found once for a set of points. */
function rowsOf(points: UnitPoints): ReadonlyMap<string, number> {
  const { n, d, data } = points;
  const rows = knownRows.get(points) ?? new Map(Array.from({ length: n }, (_, row) => [data.subarray(row * d, (row + 1) * d).join(" "), row]));
  knownRows.set(points, rows);
  return rows;
}
