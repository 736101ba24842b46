import { resolve } from "node:path";
import { ConfigError } from "../config/index.ts";
import type { SurveyedEntry } from "../journal/index.ts";
import { predict, type ScanCore } from "../scan/index.ts";
import { physicalPoints, type UnitPoints } from "../space/index.ts";
import { openRun } from "./open-run.ts";
import { names, rowsOf } from "./survey-answers.ts";

/** What the surrogates of an earlier run say: their medians. Throws a ConfigError or a JournalError where it cannot be a proxy. */
export async function surveyRun(core: ScanCore, points: UnitPoints, directory: string): Promise<SurveyedEntry> {
  const { config, space } = core.settings;
  const path = resolve(config.directory, directory);
  const earlier = await openRun(path);
  const surrogates = earlier.surrogates();
  const place = "surrogate.proxy.directory";
  const problem = (message: string) => new ConfigError([{ file: config.name, path: place, message }]);
  if (surrogates === undefined) throw problem(`expected a scan with a complete design, got one with fewer evaluations in ${path}`);
  const axes = earlier.settings.space.parameters.map(({ name }) => space.parameters.findIndex((one) => one.name === name));
  if (axes.includes(-1)) throw problem(`expected a scan over parameters of this one (${names(space.parameters)}), got one over ${names(earlier.settings.space.parameters)}`);
  const known = config.observables.filter(({ name }) => surrogates.has(name));
  if (known.length === 0) throw problem(`expected a scan of ${names(config.observables)}, got one of ${names(earlier.settings.config.observables)}`);
  const { data } = space.toPhysical(points);
  const there = physicalPoints(axes.length, Float64Array.from({ length: points.n * axes.length }, (_, i) => data[Math.floor(i / axes.length) * space.d + axes[i % axes.length]!]!));
  const unit = earlier.settings.space.toUnit(there);
  const values = known.map((observable) => {
    const { median } = predict(observable, surrogates.get(observable.name)!, unit);
    return [observable.name, [...median]] as const;
  });
  return { type: "surveyed", unit: rowsOf(points), values: Object.fromEntries(values) };
}

