import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  compileModel, createSignalMorph, hypotest, parsePatchset, withSignal, type SignalMorph, type Workspace,
} from "../../src/likelihood/index.ts";
import type { PlanePoint as Point } from "../../src/level-set/index.ts";

export interface Cls {
  readonly clsObserved: number;
  readonly clsExpected: number;
}

/** The published likelihood, with its signals between the published points too. */
export interface Likelihood {
  readonly morph: SignalMorph;
  readonly workspace: Workspace;
  readonly points: readonly Point[]; // the published ones
  cls(m1: number, m2: number): Cls;
}

/** `knownFile`, where one is named, keeps the CLs of one run of the benchmark for the next. */
export function loadLikelihood(folder: string, knownFile: string | undefined): Likelihood {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const workspace = read("BkgOnly.json") as Workspace;
  const morph = createSignalMorph(workspace, parsePatchset(read("patchset.json")));
  const template = compileModel(morph.workspace, { signal: morph.signal });
  const kept = knownFile !== undefined && existsSync(knownFile) ? (JSON.parse(readFileSync(knownFile, "utf8")) as Record<string, Cls>) : {};
  const known = new Map(Object.entries(kept));
  if (knownFile !== undefined) process.once("exit", () => writeFileSync(knownFile, JSON.stringify(Object.fromEntries(known))));
  const { points } = morph.triangulation;
  return {
    morph,
    workspace,
    points: Array.from({ length: points.length / 2 }, (_, i): Point => [points[2 * i]!, points[2 * i + 1]!]),
    cls(m1, m2) {
      const key = `${m1} ${m2}`;
      const signal = morph.at(m1, m2);
      if (signal === undefined) throw new RangeError(`expected a point inside the hull, got ${key}`);
      if (!known.has(key)) {
        const { clsObserved, clsExpected } = hypotest(withSignal(template, signal));
        known.set(key, { clsObserved, clsExpected: clsExpected[2]! });
      }
      return known.get(key)!;
    },
  };
}
