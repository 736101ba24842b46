import { arrangeComponents, type ChannelBins, type Component, type Components } from "./components.ts";
import { LikelihoodError, pointer, refuse } from "./errors.ts";
import { defaultInterpolation, type Interpolation } from "./interpolation.ts";
import { applyPatch, parsePatch } from "./json-patch.ts";
import { emptyNumbers, isNeutral, layOut, writeComponent, type Layout, type Numbers } from "./layout.ts";
import { collectParameterSets, type ParameterSet } from "./parameter-sets.ts";
import { placeParameters, type Parameters } from "./parameters.ts";
import { Rates } from "./rates.ts";
import { parseWorkspace, type Measurement, type Workspace } from "./workspace.ts";

/** Counts of the bins, in the order of the sorted channels, and the auxiliary measurements, in the order of the constraints. */
export interface Data {
  readonly counts: Float64Array; // [bins], not negative, not necessarily whole
  readonly auxiliary: Float64Array; // [c]
}

/** A compiled HistFactory model: immutable, but `rates` holds the intermediate values of its last call. */
export interface Model {
  readonly channels: readonly ChannelBins[];
  readonly parameters: Parameters;
  readonly poi: number; // index of the parameter of interest
  readonly observed: Data;
  readonly rates: Rates;
  readonly source: ModelSource;
}

/** What a model was compiled from; `withSignal` makes the next model of it. */
export interface ModelSource {
  readonly arranged: Components;
  readonly sets: readonly ParameterSet[];
  readonly measurement: Measurement;
  readonly layout: Layout;
  readonly numbers: Numbers;
  /** The sample `withSignal` may replace: it keeps even the modifiers that change nothing. */
  readonly signal: string | undefined;
}

export interface CompileOptions {
  /** Default: the workspace's first. */
  readonly measurement?: string;
  /** JSON patches [RFC6902], applied in order before anything else. */
  readonly patches?: readonly unknown[];
  /** Default: code4 and code4p. */
  readonly interpolation?: Interpolation;
  /** The sample that `withSignal` may replace. */
  readonly signal?: string;
}

/**
 * Compiles a workspace. Throws a LikelihoodError with what is wrong: schema violations, lengths, names, overrides, an unknown
 * measurement, no parameter of interest or one that is not a single free parameter of the model, negative rates at the inits.
 */
export function compileModel(workspace: unknown, options: CompileOptions = {}): Model {
  const patched = (options.patches ?? []).reduce((document, patch) => applyPatch(document, parsePatch(patch)), workspace);
  const parsed = parseWorkspace(patched);
  const measurement = chooseMeasurement(parsed, options.measurement);
  const complete = arrangeComponents(parsed);
  const sets = collectParameterSets(complete);
  const arranged = { ...complete, components: complete.components.map((component) => thin(component, options.signal)) };
  const layout = layOut(arranged, sets, options.interpolation ?? defaultInterpolation);
  const numbers = emptyNumbers(layout);
  arranged.components.forEach(({ sample }, k) => writeComponent(layout, numbers, k, sample));
  return assemble({ arranged, sets, measurement, layout, numbers, signal: options.signal });
}

/** A model from its parts. Throws a LikelihoodError when the parameters of interest or the rates at the inits forbid it. */
export function assemble(source: ModelSource): Model {
  const { arranged, sets, measurement, layout, numbers } = source;
  const parameters = placeParameters(sets, arranged.components, measurement.config.parameters);
  const poi = findPoi(sets, parameters, measurement.config.poi);
  const rates = new Rates(layout, numbers);
  checkRates(rates.forward(parameters.inits), arranged.channels);
  const observed = { counts: arranged.observed, auxiliary: parameters.constraints.auxiliary };
  return { channels: arranged.channels, parameters, poi, observed, rates, source };
}

/** The rates of a model at a parameter vector. // [p] -> [bins] */
export function expectedRates(model: Model, parameters: Float64Array): Float64Array {
  checkParameters(model, parameters);
  return model.rates.forward(parameters).slice();
}

/** Throws a LikelihoodError unless there is one finite value a parameter. */
export function checkParameters({ parameters: { names } }: Model, parameters: Float64Array): void {
  if (parameters.length !== names.length) refuse("", `expected ${names.length} parameters, got ${parameters.length}`);
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) refuse("", `expected parameter ${names[wrong]} to be finite, got ${parameters[wrong]}`);
}

function chooseMeasurement({ measurements }: Workspace, name: string | undefined): Measurement {
  if (name === undefined) return measurements[0]!;
  const names = measurements.map((each) => each.name).join(", ");
  return measurements.find((each) => each.name === name) ?? refuse("/measurements", `expected a measurement among ${names}, got "${name}"`);
}

function thin(component: Component, signal: string | undefined): Component {
  const { sample } = component;
  if (sample.name === signal) return component;
  return { ...component, sample: { ...sample, modifiers: sample.modifiers.filter((each) => !isNeutral(each, sample.data)) } };
}

function findPoi(sets: readonly ParameterSet[], parameters: Parameters, name: string): number {
  const path = "/measurements";
  if (name === "") refuse(path, "expected the measurement to name a parameter of interest (poi), got none");
  const set = sets.find((each) => each.name === name) ?? refuse(path, `expected the poi "${name}" to be a parameter of the model`);
  if (set.perBin) refuse(path, `expected the poi "${name}" to be a single parameter, got a ${set.type}`);
  if (parameters.fixed[set.start] === 1) refuse(path, `expected the poi "${name}" to be free, but the measurement fixes it`);
  return set.start;
}

function checkRates(rates: Float64Array, channels: readonly ChannelBins[]): void {
  const issues = channels.flatMap(({ name, firstBin, bins }, channel) =>
    Array.from(rates.subarray(firstBin, firstBin + bins), (rate, bin) => ({
      path: pointer("channels", channel),
      message: `expected the rate of bin ${bin} of channel "${name}" at the inits to be finite and not negative, got ${rate}`,
      fine: rate >= 0 && rate < Infinity,
    })).filter(({ fine }) => !fine),
  );
  if (issues.length > 0) throw new LikelihoodError(issues.map(({ path, message }) => ({ path, message })));
}
