import type { Component } from "./components.ts";
import { LikelihoodError, type Issue } from "./errors.ts";
import type { ParameterSet } from "./parameter-sets.ts";
import type { ModifierType, ParameterOverrides, Sample } from "./workspace.ts";

/** What is known of every parameter before any fit. */
export interface Parameters {
  readonly names: readonly string[]; // [p], bins as name[0], name[1], ..
  readonly inits: Float64Array; // [p]
  readonly lower: Float64Array; // [p]
  readonly upper: Float64Array; // [p]
  readonly fixed: Uint8Array; // [p] 1 where held at its init; a constraint of a fixed parameter still counts
  readonly constraints: Constraints;
}

/** The auxiliary measurements, in the order of the parameters they constrain. */
export interface Constraints {
  readonly parameter: Int32Array; // [c]
  readonly poisson: Uint8Array; // [c] 1: Poisson with rate γ·scale, 0: Gauss of width scale
  readonly auxiliary: Float64Array; // [c] what was measured
  readonly scale: Float64Array; // [c]
}

interface SetConstraint {
  readonly poisson: boolean;
  readonly auxiliary: readonly number[];
  readonly scale: readonly number[];
}

interface SetValues {
  readonly inits: readonly number[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly fixed: readonly boolean[];
  readonly constraint: SetConstraint | undefined;
}

/** The overrides a modifier type takes beside inits, bounds and fixed. */
const constraintOverrides: Readonly<Record<ModifierType, readonly ("auxdata" | "factors" | "sigmas")[]>> = {
  histosys: ["auxdata"],
  lumi: ["auxdata", "sigmas"],
  normfactor: [],
  normsys: ["auxdata"],
  shapefactor: [],
  shapesys: ["auxdata", "factors"],
  staterror: ["auxdata", "sigmas"],
};

/**
 * Values of all parameters: the defaults of their types under the measurement's overrides.
 * Throws a LikelihoodError with every override that does not fit and every constraint that is not an ordinary number.
 */
export function placeParameters(
  sets: readonly ParameterSet[], components: readonly Component[], overrides: readonly ParameterOverrides[],
): Parameters {
  const issues: Issue[] = [];
  const byName = new Map(overrides.map((each) => [each.name, each]));
  const placed = sets.map((set) => {
    const override = byName.get(set.name);
    reportOverride(set, override, issues);
    return { set, values: valuesOf(set, components, override) };
  });
  for (const { set, values } of placed) reportValues(set, values, issues);
  if (issues.length > 0) throw new LikelihoodError(issues);

  const bounds = placed.flatMap(({ values }) => values.bounds);
  const constrained = placed.flatMap(({ set, values }) => {
    const { constraint } = values;
    if (constraint === undefined) return [];
    return constraint.scale.map((scale, index) => ({
      parameter: set.start + index, poisson: constraint.poisson ? 1 : 0, auxiliary: constraint.auxiliary[index]!, scale,
    }));
  });
  return {
    names: sets.flatMap(({ name, size, perBin }) => (perBin ? Array.from({ length: size }, (_, bin) => `${name}[${bin}]`) : [name])),
    inits: Float64Array.from(placed.flatMap(({ values }) => values.inits)),
    lower: Float64Array.from(bounds, ([lower]) => lower),
    upper: Float64Array.from(bounds, ([, upper]) => upper),
    fixed: Uint8Array.from(placed.flatMap(({ values }) => values.fixed), Number),
    constraints: {
      parameter: Int32Array.from(constrained, ({ parameter }) => parameter),
      poisson: Uint8Array.from(constrained, ({ poisson }) => poisson),
      auxiliary: Float64Array.from(constrained, ({ auxiliary }) => auxiliary),
      scale: Float64Array.from(constrained, ({ scale }) => scale),
    },
  };
}

function valuesOf(set: ParameterSet, components: readonly Component[], override: ParameterOverrides | undefined): SetValues {
  const defaults = defaultsOf(set, components);
  const { constraint } = defaults;
  return {
    inits: override?.inits ?? defaults.inits,
    bounds: override?.bounds ?? defaults.bounds,
    fixed: override?.fixed === undefined ? defaults.fixed : defaults.fixed.map(() => override.fixed!),
    constraint: constraint && {
      poisson: constraint.poisson,
      auxiliary: override?.auxdata ?? constraint.auxiliary,
      scale: override?.sigmas ?? override?.factors ?? constraint.scale,
    },
  };
}

function defaultsOf({ name, type, size, carriers }: ParameterSet, components: readonly Component[]): SetValues {
  const each = <T>(value: T): T[] => Array.from({ length: size }, () => value);
  const free = each(false);
  switch (type) {
    case "histosys":
    case "normsys":
      return { inits: [0], bounds: [[-5, 5]], fixed: free, constraint: { poisson: false, auxiliary: [0], scale: [1] } };
    case "lumi": // has no defaults: reportOverride asks for every value
      return { inits: [1], bounds: [[0, 10]], fixed: free, constraint: { poisson: false, auxiliary: [1], scale: [1] } };
    case "normfactor":
    case "shapefactor":
      return { inits: each(1), bounds: each([0, 10] as const), fixed: free, constraint: undefined };
    case "shapesys": {
      const { sample } = components[carriers[0]!]!;
      const factors = uncertaintiesOf(sample, name).map((uncertainty, bin) => {
        const value = sample.data[bin]!;
        return value > 0 && uncertainty > 0 ? (value / uncertainty) ** 2 : undefined;
      });
      const scale = factors.map((factor) => factor ?? 1);
      return {
        inits: each(1), bounds: each([1e-10, 10] as const), fixed: factors.map((factor) => factor === undefined),
        constraint: { poisson: true, auxiliary: scale, scale },
      };
    }
    case "staterror": {
      const parts = carriers.map((index) => components[index]!.sample)
        .map((sample) => ({ values: sample.data, uncertainties: uncertaintiesOf(sample, name) }));
      const widths = each(0).map((_, bin) => relativeUncertainty(parts.map(({ values, uncertainties }) => ({
        value: values[bin]!, uncertainty: uncertainties[bin]!,
      }))));
      return {
        inits: each(1), bounds: each([1e-10, 10] as const), fixed: widths.map((width) => width === 0),
        constraint: { poisson: false, auxiliary: each(1), scale: widths.map((width) => (width === 0 ? 1 : width)) },
      };
    }
  }
}

function uncertaintiesOf(sample: Sample, name: string): readonly number[] {
  for (const modifier of sample.modifiers) {
    if (modifier.name === name && (modifier.type === "shapesys" || modifier.type === "staterror")) return modifier.data;
  }
  throw new Error(`expected sample "${sample.name}" to carry ${name}`);
}

/** √(Σ uncertainty²) / Σ value, or 0 where the sum of the values is not positive. */
function relativeUncertainty(parts: readonly { readonly value: number; readonly uncertainty: number }[]): number {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return total > 0 ? Math.hypot(...parts.map(({ uncertainty }) => uncertainty)) / total : 0;
}

/** Squares of such numbers, and of their inverses, are far from the ends of what a number can be. */
function isOrdinary(size: number): boolean {
  return size === 0 || (size > 1e-30 && size < 1e30);
}

function reportValues(set: ParameterSet, { inits, bounds, constraint }: SetValues, issues: Issue[]): void {
  const report = (message: string) => issues.push({ path: set.path, message: `parameter "${set.name}": ${message}` });
  inits.forEach((init, index) => {
    const [lower, upper] = bounds[index] ?? [init, init]; // another length is reported already
    if (!(init >= lower && init <= upper)) report(`expected an init within [${lower}, ${upper}], got ${init}`);
  });
  const strange = [...(constraint?.auxiliary.map(Math.abs) ?? []), ...(constraint?.scale ?? [])].find((value) => !isOrdinary(value));
  if (strange !== undefined) {
    report(`expected a constraint between 1e-30 and 1e30, got ${strange}: look at its yields and uncertainties`);
  }
  const isCount = constraint?.poisson !== true || constraint.auxiliary.every((value) => value >= 0);
  if (!isCount) report(`expected auxdata of a shapesys that are not negative, got ${constraint.auxiliary.join(", ")}`);
}

function reportOverride(set: ParameterSet, override: ParameterOverrides | undefined, issues: Issue[]): void {
  const report = (message: string) => issues.push({ path: set.path, message: `parameter "${set.name}": ${message}` });
  if (set.type === "lumi") {
    const missing = (["inits", "bounds", "auxdata", "sigmas"] as const).filter((key) => override?.[key] === undefined);
    if (missing.length > 0) report(`expected the measurement to give its ${missing.join(", ")}`);
  }
  if (override === undefined) return;
  for (const key of ["auxdata", "factors", "sigmas"] as const) {
    if (override[key] !== undefined && !constraintOverrides[set.type].includes(key)) report(`expected no ${key} for a ${set.type}`);
  }
  for (const key of ["inits", "bounds", "auxdata", "factors", "sigmas"] as const) {
    const length = override[key]?.length ?? set.size;
    if (length !== set.size) report(`expected ${set.size} ${key}, got ${length}`);
  }
  override.bounds?.forEach(([lower, upper]) => {
    if (!(lower <= upper)) report(`expected bounds in ascending order, got [${lower}, ${upper}]`);
  });
}
