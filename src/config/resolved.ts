import type { ConfigInput } from "./schema.ts";
import type { BudgetConfig, EvaluatorConfig, ObservableConfig, ScanConfig, SurrogateConfig } from "./types.ts";

/** The config as a file could hold it, every default written out and listed points in place of a file of points. */
export function resolvedConfig(config: ScanConfig): ConfigInput {
  const { name, directory, seed, parameters, constraints, points, observables, evaluator } = config;
  return {
    name,
    directory,
    seed,
    parameters: [...parameters],
    constraints: [...constraints],
    ...(points !== undefined && { points: pointObjects(config, points) }),
    observables: observables.map(observableInput),
    evaluator: evaluatorInput(evaluator),
    design: config.design,
    surrogate: surrogateInput(config.surrogate),
    acquisition: config.acquisition,
    convergence: config.convergence,
    budget: budgetInput(config.budget),
    figure: config.figure,
  };
}

/** The text of `config.json` in a run directory; reading it as a config gives the same scan again. */
export function resolvedConfigJson(config: ScanConfig): string {
  return `${JSON.stringify(resolvedConfig(config), undefined, 2)}\n`;
}

function observableInput({ name, thresholds, ...rest }: ObservableConfig): ConfigInput["observables"][number] {
  return { name, threshold: thresholds.length === 1 ? thresholds[0]! : [...thresholds], ...rest };
}

/** The lists copied, since an input may be changed. */
function surrogateInput({ proxy, ...surrogate }: SurrogateConfig): NonNullable<ConfigInput["surrogate"]> {
  const copy = structuredClone(surrogate) as NonNullable<ConfigInput["surrogate"]>;
  return { ...copy, ...(proxy !== undefined && { proxy: evaluatorInput(proxy) }) };
}

function budgetInput({ cost, ...budget }: BudgetConfig): NonNullable<ConfigInput["budget"]> {
  if (cost === undefined) return budget;
  const { events, seconds } = cost;
  const ofEvents = events && { events: events.total, eventsPerPoint: [events.least, events.most] as [number, number] };
  return { ...budget, cost: { ...ofEvents, ...(seconds !== undefined && { costSeconds: seconds }) } };
}

function evaluatorInput({ options, adapter, ...common }: EvaluatorConfig): ConfigInput["evaluator"] {
  return { adapter, ...options, ...common };
}

function pointObjects({ parameters }: ScanConfig, { n, d, data }: NonNullable<ScanConfig["points"]>): Record<string, number>[] {
  return Array.from({ length: n }, (_, i) => Object.fromEntries(parameters.map(({ name }, k) => [name, data[i * d + k]!])));
}
