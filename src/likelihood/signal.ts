import type { Component } from "./components.ts";
import { pointer, refuse } from "./errors.ts";
import { writeComponent } from "./layout.ts";
import { assemble, type Model } from "./model.ts";
import { parseSignal, type Modifier, type Sample, type SignalSample } from "./workspace.ts";

/**
 * The same model with other numbers for its signal: yields, histosys, normsys, staterror and shapesys, by channel. A channel
 * or modifier that is left out counts as absent: no yield, or no variation. Costs far less than compiling.
 * Throws a LikelihoodError when the model was compiled without a replaceable signal, or its signal has no such place.
 */
export function withSignal(model: Model, signal: ReadonlyMap<string, SignalSample>): Model {
  const { source } = model;
  if (source.signal === undefined) refuse("", "expected a model compiled with the option `signal`");
  const numbers = {
    nominal: source.numbers.nominal.slice(),
    symmetric: source.numbers.symmetric.slice(),
    asymmetric: source.numbers.asymmetric.slice(),
    factor: source.numbers.factor.slice(),
  };
  const placed = new Set<string>();
  const components = source.arranged.components.map((component, k) => {
    if (component.sample.name !== source.signal) return component;
    const channel = model.channels[component.channel]!.name;
    placed.add(channel);
    const given = signal.get(channel);
    const sample = given === undefined ? absent(component.sample) : replace(component, channel, parseSignal(given));
    writeComponent(source.layout, numbers, k, sample);
    return { ...component, sample };
  });
  const misplaced = [...signal.keys()].find((channel) => !placed.has(channel));
  if (misplaced !== undefined) refuse(pointer(misplaced), `expected a channel in which the model has sample "${source.signal}"`);
  return assemble({ ...source, numbers, arranged: { ...source.arranged, components } });
}

/** A sample with the same modifiers and no effect at all. */
export function absent(sample: Sample): Sample {
  const data = sample.data.map(() => 0);
  return { ...sample, data, modifiers: sample.modifiers.map((modifier) => neutral(modifier, data)) };
}

/** The modifier of that name and type which changes nothing. */
export function neutral(modifier: Modifier, data: readonly number[]): Modifier {
  switch (modifier.type) {
    case "histosys":
      return { ...modifier, data: { lo_data: [...data], hi_data: [...data] } };
    case "normsys":
      return { ...modifier, data: { lo: 1, hi: 1 } };
    case "shapesys":
    case "staterror":
      return { ...modifier, data: data.map(() => 0) };
    default:
      return modifier;
  }
}

function replace({ sample }: Component, channel: string, given: SignalSample): Sample {
  const bins = sample.data.length;
  const expectBins = (values: readonly number[], what: string) => {
    if (values.length !== bins) refuse(pointer(channel), `expected ${bins} values for ${what}, got ${values.length}`);
  };
  expectBins(given.data, "the yields");
  const rest = new Map(given.modifiers.map((modifier) => [`${modifier.type} ${modifier.name}`, modifier]));
  const modifiers = sample.modifiers.map((place) => {
    const key = `${place.type} ${place.name}`;
    const modifier = rest.get(key) ?? neutral(place, given.data);
    rest.delete(key);
    if (modifier.type === "histosys") {
      expectBins(modifier.data.lo_data, key);
      expectBins(modifier.data.hi_data, key);
    } else if (modifier.type === "shapesys" || modifier.type === "staterror") expectBins(modifier.data, key);
    return modifier;
  });
  const extra = rest.keys().next();
  if (extra.done !== true) refuse(pointer(channel), `expected a modifier that the compiled signal has, got ${extra.value}`);
  return { ...sample, data: given.data, modifiers };
}
