import type { MeanTable, ScanConfig } from "../config/index.ts";
import { matrixFrom, scatteredInterpolant } from "../numeric/index.ts";
import { uniformPoints } from "../proposal/index.ts";
import { axisOf, compileExpression, type Space, type UnitPoints } from "../space/index.ts";
import { createFeatures, plainFeatures, type Features, type TermFunction } from "../surrogate/index.ts";

/** What the physicist already knows, as the surrogates take it. */
export interface Knowledge {
  /** The inputs and the terms of the mean of an observable; the same object every time. */
  featuresOf(observable: string): Features;
}

/** Terms and coordinates of a config that has been checked, standardised over the admissible domain. */
export function createKnowledge({ surrogate, seed }: ScanConfig, space: Space): Knowledge {
  const { inputs, mean = {} } = surrogate;
  const known = new Map<string, Features>();
  let sample: UnitPoints | undefined;

  function compute(observable: string): Features {
    const terms = mean[observable] ?? [];
    if (inputs === undefined && terms.length === 0) return plainFeatures(space.d);
    sample ??= uniformPoints(space, seed).points;
    return createFeatures({
      sample,
      ...(inputs !== undefined && { inputs: inputs.map((text) => expressionTerm(text, space)) }),
      terms: terms.map((term) => (typeof term === "string" ? expressionTerm(term, space) : tableTerm(term, space))),
    });
  }

  return {
    featuresOf(observable) {
      const features = known.get(observable) ?? compute(observable);
      known.set(observable, features);
      return features;
    },
  };
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
