import { readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { parse as parseYaml } from "yaml";
import { ConfigError, readCsv, type Problem } from "../config/index.ts";
import { isRunDirectory, journalName } from "../journal/index.ts";
import { readHepData } from "./hepdata-table.ts";
import { openRun } from "./open-run.ts";

/** One evaluation that somebody made before, under the names of its source. */
export interface EarlierEvaluation {
  readonly line?: number; // of the file it stands in
  readonly values: Readonly<Record<string, number>>; // parameters, observables, and `<observable>.standardError`
}

/** What a source holds. */
export interface EarlierEvaluations {
  readonly source: string; // the file or folder by name, for the journal
  readonly columns: readonly string[];
  readonly evaluations: readonly EarlierEvaluation[];
}

/**
 * Reads evaluations from a run directory, a CSV file (evaluations.csv of a run directory included: rows that were not observed are left
 * out) or a table as HEPData gives it, JSON or YAML. Throws a ConfigError with the place of what is wrong.
 */
export async function readEarlierEvaluations(path: string): Promise<EarlierEvaluations> {
  const source = basename(path);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw problem(path, "expected a run directory, a CSV file or a HEPData table, got no such file");
  if (stat.isDirectory()) {
    if (!(await isRunDirectory(path))) {
      throw problem(path, `expected a run directory, which has ${journalName}, got a folder without`);
    }
    return { source, ...(await evaluationsOfRun(path)) };
  }
  if (/^\.(json|ya?ml)$/i.test(extname(path))) return { source, ...hepDataTable(path) };
  return { source, ...csvTable(path) };
}

async function evaluationsOfRun(path: string): Promise<Omit<EarlierEvaluations, "source">> {
  const { state, settings } = await openRun(path);
  const evaluations = state.observedOrder.map((index) => {
    const { parameters, outcome } = state.evaluations[index]!;
    const observables = outcome?.kind === "observed" ? Object.entries(outcome.observables) : [];
    const entries = observables.flatMap(([name, { value, standardError }]) =>
      standardError === undefined ? [[name, value] as const] : [[name, value] as const, [`${name}.standardError`, standardError] as const],
    );
    return { values: { ...parameters, ...Object.fromEntries(entries) } };
  });
  const columns = [...settings.config.parameters, ...settings.config.observables].map(({ name }) => name);
  return { columns, evaluations };
}

function csvTable(path: string): Omit<EarlierEvaluations, "source"> {
  const read = readCsv(path, ".", [], "evaluations");
  if ("findings" in read) throw new ConfigError(read.findings.map(({ message, place = { file: path } }) => ({ ...place, path: "", message })));
  const [header, ...lines] = read.rows;
  const columns = header?.cells ?? [];
  const status = columns.indexOf("status");
  const observed = lines.filter(({ cells }) => status === -1 || cells[status] === "observed");
  const evaluations = observed.map(({ cells, line }) => ({
    line,
    values: Object.fromEntries(columns.flatMap((column, k) => (cells[k] === undefined || cells[k] === "" ? [] : [[column, Number(cells[k])]]))),
  }));
  return { columns, evaluations };
}

function hepDataTable(path: string): Omit<EarlierEvaluations, "source"> {
  let value: unknown;
  try {
    value = parseYaml(readFileSync(path, "utf8")); // JSON is YAML
  } catch (error) {
    throw problem(path, `expected a HEPData table, got text that is neither JSON nor YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  const table = readHepData(value);
  if (typeof table === "string") throw problem(path, `expected a HEPData table, ${table}`);
  return { columns: table.columns, evaluations: table.rows.map((values) => ({ values })) };
}

function problem(file: string, message: string): ConfigError {
  return new ConfigError([{ file, path: "", message } satisfies Problem]);
}
