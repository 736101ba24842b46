import type { ScanConfig } from "../config/index.ts";
import type { Evaluation } from "../journal/index.ts";
import { directionText, formatPercent, formatQuantity, type EvaluationView, type ScanView, type SurrogateView } from "../report/index.ts";
import { offsetSources, predict, type ScanCore } from "../scan/index.ts";
import type { Surrogate, SurrogateSettings } from "../surrogate/index.ts";

/** A scan as the figures and tables see it. */
export function viewOfScan(core: ScanCore): ScanView {
  return viewWith(core, core.surrogates());
}

/** The same with surrogates of the caller's choice; with none, nothing in it takes long to compute. */
export function viewWith(core: ScanCore, surrogates: ReadonlyMap<string, Surrogate> | undefined): ScanView {
  const { config, space } = core.settings;
  const { state } = core;
  const { verdict, reason } = state.stopped ?? core.conclusion();
  return {
    name: config.name,
    seed: config.seed,
    parameters: config.parameters,
    constraints: config.constraints,
    admissible: (points) => space.admissible(space.toUnit(points)),
    ...(config.points !== undefined && { allowed: config.points }),
    observables: config.observables.map(({ name, thresholds, side, label, unit }) => ({
      name,
      thresholds,
      side,
      ...(label !== undefined && { label }),
      ...(unit !== undefined && { unit }),
      latent: (value) => surrogates?.get(name)?.standardise(value) ?? value,
    })),
    evaluations: state.evaluations.map(evaluationView),
    assessments: state.assessments.map(({ assessment }) => assessment),
    ...(state.audits.length > 0 && { audit: state.audits.at(-1)!.levelSets }),
    verdict,
    reason,
    wallTimeSeconds: state.wallTimeSeconds,
    ...(config.convergence.misclassifiedVolume !== undefined && { targetVolume: config.convergence.misclassifiedVolume }),
    target: targetText(config),
    budgetEvaluations: config.budget.evaluations + state.extraEvaluations,
    settings: [
      { name: "evaluator", value: config.evaluator.adapter },
      { name: "acquisition function", value: config.acquisition.name },
      ...knownBeforehand(config),
    ],
    figure: config.figure,
    surrogates: Object.fromEntries([...(surrogates ?? [])].map(([name, surrogate]) => [name, surrogateView(core, surrogate)])),
    ...(surrogates !== undefined && {
      predict: (points) =>
        config.observables.map((observable) => predict(observable, surrogates.get(observable.name)!, space.toUnit(points))),
    }),
  };
}

export function evaluationView({ outcome, unit: _unit, handle: _handle, lease: _lease, source: _source, ...evaluation }: Evaluation): EvaluationView {
  return {
    ...evaluation,
    observations: outcome?.kind === "observed" ? outcome.observables : {},
    ...(outcome !== undefined && outcome.kind !== "observed" && { reason: outcome.reason }),
  };
}

/** "1 % of the volume and a mean contour distance of 10 GeV in mGluino, 5 GeV in mLsp". */
function targetText({ convergence: { misclassifiedVolume, contourDistance }, parameters }: ScanConfig): string {
  const distances = parameters.map(({ name, unit }) => `${formatQuantity(contourDistance?.[name] ?? NaN, unit)} in ${name}`);
  return [
    ...(misclassifiedVolume === undefined ? [] : [`${formatPercent(misclassifiedVolume)} of the volume`]),
    ...(contourDistance === undefined ? [] : [`a mean contour distance of ${distances.join(", ")}`]),
  ].join(" and ");
}

/** Terms of the mean, as the config has them. */
function knownBeforehand({ surrogate: { mean = {} } }: ScanConfig): { name: string; value: string }[] {
  return Object.entries(mean).map(([name, terms]) => ({
    name: `terms of the mean of ${name}`,
    value: terms.map((term) => (typeof term === "string" ? term : `table of ${term.column}`)).join(", "),
  }));
}

function surrogateView({ settings: { config }, state }: ScanCore, surrogate: Surrogate): SurrogateView {
  const { settings, jitter } = surrogate;
  const { kernel, amplitude, noiseVariance, scatterVariance, outputScale } = settings;
  const offsets = surrogate.offsets().flatMap((offset, k) => (offset === undefined ? [] : [{ source: offsetSources(state)[k]!, ...offset }]));
  return {
    kernel,
    transform: outputScale.transform,
    ...inputsView(config, settings),
    ...(offsets.length > 0 && { offsets }),
    ...(scatterVariance !== undefined && { scatter: outputScale.spread * Math.sqrt(scatterVariance) }),
    amplitude,
    noiseVariance,
    jitter,
  };
}

/** Lengthscales with what they belong to: along learned directions the shortest first, where the observable varies most. */
function inputsView(
  { parameters, surrogate: { inputs } }: ScanConfig, { lengthscales, axes }: SurrogateSettings,
): Pick<SurrogateView, "lengthscales" | "inputs" | "learnedInputs"> {
  if (axes === undefined) return { lengthscales, ...(inputs === "learned" ? { learnedInputs: false } : inputs !== undefined && { inputs }) };
  const order = [...lengthscales.keys()].toSorted((a, b) => lengthscales[a]! - lengthscales[b]!);
  return {
    lengthscales: order.map((k) => lengthscales[k]!),
    inputs: order.map((k) => directionText(axes[k]!, parameters)),
    learnedInputs: true,
  };
}
