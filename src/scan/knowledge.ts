import type { MeanTable, ScanConfig } from "../config/index.ts";
import type { SurveyedEntry } from "../journal/index.ts";
import { matrixFrom, scatteredInterpolant } from "../numeric/index.ts";
import { uniformPoints } from "../proposal/index.ts";
import { axisOf, compileExpression, type Space, type UnitPoints } from "../space/index.ts";
import { createFeatures, latentHeights, type Features, type TermFunction, type TransformName } from "../surrogate/index.ts";

/** What the physicist already knows, as the surrogates take it. */
export interface Knowledge {
  /**
   * The inputs and the terms of the mean of an observable that is modelled in this transform; the same object every time. Throws an
   * Error where there is a proxy and `survey` is not there yet.
   */
  featuresOf(observable: string, transform: TransformName, survey: SurveyedEntry | undefined): Features;
}

/** Terms and coordinates of a config that has been checked, standardised over the admissible domain. */
export function createKnowledge(config: ScanConfig, space: Space): Knowledge {
  const { mean = {}, proxy } = config.surrogate;
  const learnsAxes = config.surrogate.inputs === "learned";
  const inputs = config.surrogate.inputs === "learned" ? undefined : config.surrogate.inputs;
  const known = new Map<string, { readonly survey: SurveyedEntry | undefined; readonly features: Features }>();
  let sample: UnitPoints | undefined;

  function compute(observable: string, transform: TransformName, survey: SurveyedEntry | undefined): Features {
    if (proxy !== undefined && survey === undefined) throw new Error("expected the proxy to be surveyed before the first fit");
    const terms = (mean[observable] ?? []).map((term) => (typeof term === "string" ? expressionTerm(term, space) : tableTerm(term, space)));
    const thresholds = config.observables.find(({ name }) => name === observable)!.thresholds;
    const approximation = survey && proxyTerm(survey, observable, transform, thresholds);
    sample ??= uniformPoints(space, config.seed).points;
    return createFeatures({
      sample,
      learnsAxes,
      terms,
      ...(inputs !== undefined && { inputs: inputs.map((text) => expressionTerm(text, space)) }),
      ...(approximation !== undefined && { proxy: approximation }),
    });
  }

  return {
    featuresOf(observable, transform, survey) {
      const isTold = proxy !== undefined || mean[observable] !== undefined;
      const key = isTold ? `${observable} ${transform}` : ""; // where nothing is told of an observable, its features are everybody's
      const kept = known.get(key);
      if (kept !== undefined && kept.survey === survey) return kept.features;
      const features = compute(observable, transform, survey);
      known.set(key, { survey, features });
      return features;
    },
  };
}

/** What the proxy says of an observable, on the scale of its surrogate; nothing where it does not know it. */
function proxyTerm(
  { unit, values }: SurveyedEntry, observable: string, transform: TransformName, thresholds: readonly number[],
): TermFunction | undefined {
  const all = values[observable] ?? [];
  const rows = Array.from(all.keys()).filter((i) => all[i] !== null);
  if (rows.length === 0) return undefined;
  const heights = latentHeights(transform, Float64Array.from(rows, (i) => all[i]!), thresholds);
  const d = unit[0]!.length;
  const interpolant = scatteredInterpolant(matrixFrom(rows.length, d, Float64Array.from(rows.flatMap((i) => unit[i]!))), heights);
  return ({ n, data }) => interpolant(matrixFrom(n, d, data));
}

function expressionTerm(text: string, space: Space): TermFunction {
  const node = compileExpression(text, space.parameters.map(({ name }) => name));
  if (node.kind === "truth") throw new Error(`expected a checked config, got the condition ${text} as a term`);
  return (points) => {
    const { data } = space.toPhysical(points);
    return Float64Array.from({ length: points.n }, (_, i) => node.evaluate(data, i * points.d));
  };
}

/** Values between the rows of a table, in their logarithm where all are positive; distances are those of the unit cube. */
function tableTerm({ table, column }: MeanTable, { parameters }: Space): TermFunction {
  const axes = parameters.flatMap((parameter, k) => (Object.hasOwn(table[0]!, parameter.name) ? [{ k, name: parameter.name, axis: axisOf(parameter) }] : []));
  const nodes = table.flatMap((row) => axes.map(({ name, axis }) => axis.toUnit(row[name]!)));
  const values = table.map((row) => row[column]!);
  const heights = values.every((value) => value > 0) ? values.map(Math.log) : values;
  const interpolant = scatteredInterpolant(matrixFrom(table.length, axes.length, Float64Array.from(nodes)), Float64Array.from(heights));
  return ({ n, d, data }) => {
    const coordinates = Float64Array.from({ length: n * axes.length }, (_, i) => data[Math.floor(i / axes.length) * d + axes[i % axes.length]!.k]!);
    return interpolant(matrixFrom(n, axes.length, coordinates));
  };
}
