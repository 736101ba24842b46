import { EvaluationError } from "../../src/evaluation/index.ts";
import type { PatchOperation, Patchset, SignalMorph, SignalSample } from "../../src/likelihood/index.ts";

/** The signal at a point, as a thread needs it. */
export type Signal =
  | { readonly kind: "patch"; readonly operations: readonly PatchOperation[] }
  | { readonly kind: "replacement"; readonly channels: ReadonlyMap<string, SignalSample> }
  | { readonly kind: "module"; readonly path: string };

/** The signal at the values of the labels, or the reply to a point that has none. */
export type SignalAt = (values: readonly number[]) => { readonly signal: Signal } | { readonly reply: object };

/** By how much a value may differ from a published one, relative to the larger of it and 1: rounding of the way here. */
export const relativeTolerance = 1e-9;

/**
 * The published signals, at their own points only. Throws an EvaluationError when two patches have the same values, or
 * values that are no numbers.
 */
export function publishedSignals({ metadata: { labels }, patches }: Patchset, place: string): SignalAt {
  const points = patches.map(({ metadata: { name, values }, patch }) => ({ name, patch, values: values.map((value) => number(value, name)) }));
  points.forEach((point, index) => {
    const twin = points.slice(0, index).find((other) => isSame(other.values, point.values));
    if (twin !== undefined) throw new EvaluationError(`${place}: expected one patch a point, got ${twin.name} and ${point.name} at ${at(point.values)}`, false);
  });
  const spans = labels.map((_, k) => span(points.map(({ values }) => values[k]!)));
  const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, k) => (value - b[k]!) / spans[k]!));

  return (values) => {
    const point = points.find((each) => isSame(values, each.values));
    if (point !== undefined) return { signal: { kind: "patch", operations: point.patch } };
    const nearest = points.reduce((best, each) => (distance(values, each.values) < distance(values, best.values) ? each : best));
    return {
      reply: {
        failed: `expected one of the ${points.length} published points, got ${at(values)}; the nearest is ${nearest.name} at ` +
          `${at(nearest.values)}: list the points under "points", or set "morph": true`,
        retryable: false,
      },
    };
  };

  function at(values: readonly number[]): string {
    return labels.map((label, k) => `${label} = ${values[k]}`).join(", ");
  }

  function number(value: number | string, name: string): number {
    if (typeof value === "number") return value;
    throw new EvaluationError(`${place}: expected numbers as values of patch ${name}, got ${JSON.stringify(value)}`, false);
  }
}

/** The signals between the published ones; there is none outside their hull. */
export function morphedSignals(morph: SignalMorph): SignalAt {
  return ([x, y]) => {
    const channels = morph.at(x!, y!);
    if (channels !== undefined) return { signal: { kind: "replacement", channels } };
    return { reply: { infeasible: `${morph.labels[0]} = ${x}, ${morph.labels[1]} = ${y} is outside the hull of the published signals` } };
  };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => Math.abs(value - b[k]!) <= relativeTolerance * Math.max(1, Math.abs(b[k]!)));
}

function span(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) || 1;
}
