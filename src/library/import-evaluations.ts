import { createHash } from "node:crypto";
import { didYouMean, physicalPoints } from "../space/index.ts";
import { ConfigError, type Problem, type ScanConfig } from "../config/index.ts";
import { interpretReply, type Outcome } from "../evaluation/index.ts";
import type { ArrivedEntry, EarlierSource } from "../journal/index.ts";
import type { ScanCore } from "../scan/index.ts";
import type { EarlierEvaluation, EarlierEvaluations } from "./earlier-evaluations.ts";
import { expectedReply } from "./expected-reply.ts";

export interface ImportOptions {
  /** What the columns of the source are called here: by parameter or observable. */
  readonly columns: Readonly<Record<string, string>>;
  /** For values that come without one: by observable, in its own units. */
  readonly standardErrors: Readonly<Record<string, number>>;
  /**
   * All values of the source may be off by one amount: its standard deviation by observable, on the transformed scale, or that of all
   * observables nobody knows how large it may be; absent: none is.
   */
  readonly offsets?: Readonly<Record<string, number>> | true;
  readonly startedAt: string; // ISO 8601, the moment of the import
}

/** What came of a source. */
export interface Import {
  readonly entries: readonly ArrivedEntry[];
  readonly known: number; // evaluations that the scan has already
  readonly outside: number; // points outside the bounds or forbidden
}

/**
 * The evaluations of a source as arrivals of a scan. The same evaluation has the same id whenever it is imported, so that it counts
 * once. Throws a ConfigError with every value that cannot be used.
 */
export function importEvaluations(
  core: ScanCore, path: string, { source, columns, evaluations }: EarlierEvaluations, options: ImportOptions,
): Import {
  const { settings: { config, space }, state } = core;
  const titleOf = (name: string): string => options.columns[name] ?? name;
  refuseUnknownNames(config, options, path);
  refuseMissingColumns([...config.parameters, ...config.observables].map(({ name }) => name), titleOf, columns, path);
  const offsets = options.offsets === true ? Object.fromEntries(config.observables.map(({ name }) => [name, null])) : options.offsets;
  const origin: EarlierSource = { name: source, ...(offsets !== undefined && { offsets }) };
  const ids = new Set(state.evaluations.map(({ id }) => id));
  const problems: Problem[] = [];
  const entries: ArrivedEntry[] = [];
  let [known, outside] = [0, 0];
  for (const evaluation of evaluations) {
    const coordinates = config.parameters.map(({ name }) => evaluation.values[titleOf(name)]);
    if (!coordinates.every((value) => value !== undefined && Number.isFinite(value))) {
      const missing = config.parameters.filter((_, k) => !Number.isFinite(coordinates[k])).map(({ name }) => titleOf(name));
      problems.push(problemAt(path, evaluation, `expected a finite number as ${missing.join(" and ")}, got none`));
      continue;
    }
    const outcome = outcomeOf(core, evaluation, titleOf, options.standardErrors);
    if (outcome.kind !== "observed") {
      problems.push(problemAt(path, evaluation, outcome.reason));
      continue;
    }
    const unit = space.toUnit(physicalPoints(space.d, Float64Array.from(coordinates as number[])));
    if (space.admissible(unit)[0] === 0) {
      outside++;
      continue;
    }
    const parameters = Object.fromEntries(config.parameters.map(({ name }, k) => [name, coordinates[k]!]));
    const id = `imported-${createHash("sha256").update(JSON.stringify([source, parameters, outcome.observables])).digest("hex").slice(0, 12)}`;
    if (ids.has(id)) {
      known++;
      continue;
    }
    ids.add(id);
    const { startedAt } = options;
    entries.push({
      type: "arrived", id, origin: "imported", attempt: 1, unit: [...unit.data], parameters, outcome, willRetry: false, startedAt, seconds: 0,
      source: origin,
    });
  }
  if (problems.length > 0) throw new ConfigError(problems.slice(0, 10));
  return { entries, known, outside };
}

/** What is said of a name that nothing has would go unnoticed. */
function refuseUnknownNames(config: ScanConfig, { columns, standardErrors, offsets = {} }: ImportOptions, file: string): void {
  const observables = config.observables.map(({ name }) => name);
  const all = [...config.parameters.map(({ name }) => name), ...observables];
  const unknown = (option: string, said: object, kind: string, names: readonly string[]): Problem[] =>
    Object.keys(said)
      .filter((name) => !names.includes(name))
      .map((name) => ({ file, path: option, message: `expected the name of ${kind}, got ${name}; there are ${names.join(", ")}${didYouMean(name, names)}` }));
  const problems = [
    ...unknown("--column", columns, "a parameter or an observable", all),
    ...unknown("--standard-error", standardErrors, "an observable", observables),
    ...unknown("--offset", offsets === true ? {} : offsets, "an observable", observables),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function refuseMissingColumns(names: readonly string[], titleOf: (name: string) => string, columns: readonly string[], path: string): void {
  const problems = names
    .filter((name) => !columns.includes(titleOf(name)))
    .map((name) => ({
      file: path,
      path: "",
      message:
        `expected a column ${titleOf(name)}, got ${columns.length === 0 ? "none" : columns.join(", ")}` +
        didYouMean(titleOf(name), columns.filter((column) => !names.includes(column))) +
        (titleOf(name) === name ? `; --column "${name}=title" says which one it is` : ""),
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** The values as an evaluator would have given them back, checked as those are. */
function outcomeOf(
  { settings: { config } }: ScanCore, { values }: EarlierEvaluation, titleOf: (name: string) => string, standardErrors: ImportOptions["standardErrors"],
): Outcome {
  const observables = config.observables.flatMap(({ name }) => {
    const value = values[titleOf(name)];
    const standardError = values[`${titleOf(name)}.standardError`] ?? standardErrors[name];
    return value === undefined ? [] : [[name, { value, ...(standardError !== undefined && { standardError }) }] as const];
  });
  return interpretReply({ observables: Object.fromEntries(observables) }, expectedReply(config));
}

function problemAt(file: string, { line }: EarlierEvaluation, message: string): Problem {
  return { file, ...(line !== undefined && { line, column: 1 }), path: "", message };
}
