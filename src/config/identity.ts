import { createHash } from "node:crypto";
import { pathText, type Path } from "./problem.ts";
import { resolvedConfig } from "./resolved.ts";
import { show } from "./show.ts";
import type { ScanConfig } from "./types.ts";

/**
 * SHA-256, in hexadecimal, of what determines the meaning of a scan: parameters, constraints, points, observables, evaluator,
 * design, seed, acquisition and surrogate. Not of names, labels and units, of budget and convergence, or of where and how
 * fast it runs, how many points its model takes in included: those may change between two runs of one scan.
 */
export function configIdentity(config: ScanConfig): string {
  const parts = [...leavesOf(meaningfulParts(config), [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What differs in meaning between a scan's config and the one given now, one line a key; empty where the identities agree. */
export function identityDifferences(before: ScanConfig, now: ScanConfig): string[] {
  const [earlier, later] = [before, now].map((config) => new Map(leavesOf(meaningfulParts(config), [])));
  const keys = new Set([...earlier!.keys(), ...later!.keys()]);
  const changed = [...keys].filter((key) => earlier!.get(key) !== later!.get(key));
  const lines = changed
    .filter((key) => !/^points\b/.test(key))
    .map((key) => `${key}: was ${words(earlier!.get(key))}, now ${words(later!.get(key))}`);
  const [then, since] = [before.points?.n ?? 0, now.points?.n ?? 0];
  if (then !== since) {
    lines.push(`points: was ${then === 0 ? "no list" : `a list of ${then}`}, now ${since === 0 ? "none" : `one of ${since}`}`);
  } else if (changed.length > lines.length) lines.push(`points: was another list of ${then}`);
  return lines;
}

function meaningfulParts(config: ScanConfig): unknown {
  const { parameters, constraints, points, observables, evaluator, design, seed, acquisition, surrogate } = resolvedConfig(config);
  const { maxPoints: _limit, ...model } = surrogate ?? {};
  const known = { ...model, ...(model.proxy !== undefined && { proxy: workOf(model.proxy) }) };
  const questions = observables.map(({ label: _label, unit: _unit, ...question }) => question);
  const axes = parameters.map(({ name, lower, upper, scale }) => ({ name, lower, upper, scale }));
  return { parameters: axes, constraints, points, observables: questions, evaluator: workOf(evaluator), design, seed, acquisition, surrogate: known };
}

/** Options that say how somebody else is reached and how long one waits, not what is computed. */
const reaching = /^(?:tokenEnvironmentVariable|(?:connect|headers|body)TimeoutSeconds|pollSeconds|busySeconds)$/;

/** What an evaluator computes. An adapter that runs another evaluator elsewhere, in whatever queue, computes what that one does. */
function workOf(evaluator: Readonly<Record<string, unknown>>): unknown {
  const { workers: _, timeoutSeconds: __, retries: ___, ...work } = evaluator;
  const { evaluator: inner } = work;
  if (typeof inner === "object" && inner !== null) return workOf(inner as Readonly<Record<string, unknown>>);
  return Object.fromEntries(Object.entries(work).filter(([name]) => !reaching.test(name)));
}

/** Every value that is no object or list, by its path, as JSON; an empty object or list is such a value. */
function* leavesOf(value: unknown, path: Path): Generator<[string, string]> {
  const entries: [string | number, unknown][] =
    Array.isArray(value) ? [...value.entries()] : typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    if (value !== undefined) yield [pathText(path), JSON.stringify(value)];
    return;
  }
  for (const [key, inner] of entries) yield* leavesOf(inner, [...path, key]);
}

function words(json: string | undefined): string {
  return json === undefined ? "absent" : show(JSON.parse(json));
}
