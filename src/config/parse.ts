import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Parameter } from "../space/index.ts";
import { meaningOf, type Meaning } from "./meaning.ts";
import { ConfigError, pathText, type Finding, type Place, type Problem } from "./problem.ts";
import { configSchema, type CheckedConfig, type ConfigPlugins } from "./schema.ts";
import { respell } from "./respelling.ts";
import { check } from "./schema-findings.ts";
import type { ConvergenceConfig, CostConfig, EvaluatorConfig, ObservableConfig, ScanConfig } from "./types.ts";

/** What a config is read with: its own text says nothing of it. */
export interface ConfigOrigin {
  readonly directory: string; // relative paths start from it
  readonly name: string; // of a config that does not say its name
  locate(finding: Finding): Place;
}

/**
 * Checks a config that is a plain value and fills in every default. A file of points that it names is read.
 * @param directory what relative paths in it are relative to.
 * @throws ConfigError with every problem.
 */
export function parseConfig(config: unknown, plugins: ConfigPlugins, directory = "."): ScanConfig {
  return checkConfig(config, [], plugins, { directory: resolve(directory), name: "scan", locate: () => ({ file: "config" }) });
}

/** The same for a config from anywhere; `findings` are those of reading it. */
export function checkConfig(
  config: unknown, findings: readonly Finding[], plugins: ConfigPlugins, origin: ConfigOrigin,
): ScanConfig {
  const schema = configSchema(plugins);
  const respelling = respell(schema, config);
  const checked = check(schema, respelling.config);
  const meaning = meaningOf(respelling.config, origin.directory);
  const further = [...("findings" in checked ? checked.findings : []), ...meaning.findings];
  const all = [...findings, ...respelling.findings, ...further.map(asWritten)];
  if ("data" in checked && all.length === 0) return scanConfig(checked.data, meaning, origin);
  throw new ConfigError(all.map(problem));

  function asWritten(finding: Finding): Finding {
    return finding.place === undefined ? { ...finding, path: respelling.written(finding.path) } : finding;
  }
  function problem(finding: Finding): Problem {
    const { path, message, place = origin.locate(finding) } = finding;
    return { ...place, path: pathText(path), message };
  }
}

function scanConfig(config: CheckedConfig, { points, mean }: Meaning, origin: ConfigOrigin): ScanConfig {
  const { seed, constraints, surrogate, acquisition, convergence, figure } = config;
  const { evaluations, wallTimeSeconds, cost, failures } = config.budget;
  return {
    name: config.name ?? origin.name,
    directory: resolve(origin.directory, config.directory ?? "."),
    seed,
    parameters: config.parameters.map(parameter),
    constraints,
    ...(points !== undefined && { points }),
    observables: config.observables.map(observableConfig),
    evaluator: evaluatorConfig(config.evaluator),
    design: { points: config.design.points ?? usualDesign(config.parameters.length, surrogate.proxy !== undefined) },
    surrogate: {
      kernel: surrogate.kernel,
      ...(mean !== undefined && { mean }),
      ...(surrogate.inputs !== undefined && { inputs: surrogate.inputs }),
      ...(surrogate.proxy !== undefined && { proxy: evaluatorConfig(surrogate.proxy) }),
      ...(surrogate.maxPoints !== undefined && { maxPoints: surrogate.maxPoints }),
    },
    acquisition,
    convergence: convergenceConfig(convergence),
    budget: { evaluations, ...(wallTimeSeconds !== undefined && { wallTimeSeconds }), ...(cost !== undefined && { cost: costConfig(cost) }), failures },
    figure,
  };
}

function costConfig({ events, eventsPerPoint, costSeconds }: NonNullable<CheckedConfig["budget"]["cost"]>): CostConfig {
  const [least, most] = eventsPerPoint ?? [Math.ceil(events! / 1000), Math.ceil(events! / 10)];
  return { ...(events !== undefined && { events: { total: events, least, most } }), ...(costSeconds !== undefined && { seconds: costSeconds }) };
}

function convergenceConfig({ misclassifiedVolume, contourDistance, auditEvaluations }: CheckedConfig["convergence"]): ConvergenceConfig {
  if (contourDistance === undefined) return { misclassifiedVolume: misclassifiedVolume ?? 0.01, auditEvaluations };
  return { ...(misclassifiedVolume !== undefined && { misclassifiedVolume }), contourDistance, auditEvaluations };
}

/** 2 (d + 1) points; d + 2 beside a proxy, whose slope they tell. */
export function usualDesign(d: number, hasProxy: boolean): number {
  return hasProxy ? d + 2 : 2 * (d + 1);
}

function parameter({ unit, label, ...rest }: CheckedConfig["parameters"][number]): Parameter {
  return { ...rest, ...(unit !== undefined && { unit }), ...(label !== undefined && { label }) };
}

function observableConfig({ threshold, label, unit, ...rest }: CheckedConfig["observables"][number]): ObservableConfig {
  const thresholds = typeof threshold === "number" ? [threshold] : threshold;
  return { ...rest, thresholds, ...(label !== undefined && { label }), ...(unit !== undefined && { unit }) };
}

function evaluatorConfig({ adapter, workers, timeoutSeconds, retries, ...options }: CheckedConfig["evaluator"]): EvaluatorConfig {
  return {
    adapter,
    workers: workers ?? availableParallelism(),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    retries,
    options,
  };
}
