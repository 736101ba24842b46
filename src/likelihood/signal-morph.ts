import { refuse } from "./errors.ts";
import { applyPatch } from "./json-patch.ts";
import type { Patchset, SignalPatch } from "./patchset.ts";
import { absent, neutral } from "./signal.ts";
import { locate, triangulate, type Triangulation } from "./triangulation.ts";
import { parseSample, parseWorkspace, type Modifier, type Sample, type SignalSample, type Workspace } from "./workspace.ts";

/** The published signals of a patchset as a continuous function of their two labels. */
export interface SignalMorph {
  readonly labels: readonly string[]; // [2]
  readonly triangulation: Triangulation;
  /** The background with a signal that has every modifier of the published ones, and no yield. */
  readonly workspace: Workspace;
  /** The name of that signal, for `compileModel(morph.workspace, { signal: morph.signal })`. */
  readonly signal: string;
  /** The signal by channel, for `withSignal`; undefined outside the hull of the published points. */
  at(x: number, y: number): ReadonlyMap<string, SignalSample> | undefined;
}

/** A published signal, its modifiers in the places of the union of all. */
interface Vertex {
  readonly total: number;
  readonly channels: readonly (PlacedSample | undefined)[];
}

interface PlacedSample {
  readonly data: readonly number[];
  readonly modifiers: readonly (Modifier | undefined)[];
}

/**
 * Barycentric weights w in a Delaunay triangle of the published points. The total yield is T = exp(Σ wᵢ ln Tᵢ), every
 * absolute quantity X = T Σ wᵢ Xᵢ/Tᵢ (yields, histosys, staterror and shapesys uncertainties), every normsys Σ wᵢ, with
 * what is missing at a point as if it changed nothing. At a published point it is the published signal.
 * `triangles` replaces the triangulation, whose diagonals are free where points lie on a common circle. // [t, 3]
 * Throws a LikelihoodError when the labels are not two numbers, a patch does more than add one sample to channels, or a
 * published signal has no yield.
 */
export function createSignalMorph(background: unknown, patchset: Patchset, triangles?: Int32Array): SignalMorph {
  const { labels } = patchset.metadata;
  if (labels.length !== 2) refuse("/metadata/labels", `expected two labels to interpolate between, got ${labels.length}`);
  const workspace = parseWorkspace(background);
  const signals = patchset.patches.map((patch, index) => addedSamples(background, patch, `/patches/${index}`));
  const signal = signals[0]!.values().next().value!.name;
  const templates = workspace.channels.map(({ name }) => union(signals.flatMap((each) => each.get(name) ?? []), signal));
  const vertices = signals.map((each, index) => placeVertex(each, workspace, templates, `/patches/${index}`));
  const points = Float64Array.from(patchset.patches.flatMap(({ metadata }, index) => metadata.values.map((value) =>
    typeof value === "number" ? value : refuse(`/patches/${index}/metadata/values`, `expected numbers, got ${JSON.stringify(value)}`),
  )));
  const triangulation = triangles === undefined ? triangulate(points) : { points, triangles };
  return {
    labels, triangulation, signal,
    workspace: {
      ...workspace,
      channels: workspace.channels.map((channel, index) => {
        const template = templates[index];
        return template === undefined ? channel : { ...channel, samples: [...channel.samples, template] };
      }),
    },
    at(x, y) {
      const place = locate(triangulation, x, y);
      if (place === undefined) return undefined;
      const corners = place.vertices.map((vertex, index) => ({ vertex: vertices[vertex]!, weight: place.weights[index]! }));
      return new Map(templates.flatMap((template, channel) =>
        template === undefined ? [] : [[workspace.channels[channel]!.name, interpolate(template, corners, channel)]],
      ));
    },
  };
}

/** The one sample that a patch adds to each channel it changes. */
function addedSamples(background: unknown, { patch }: SignalPatch, path: string): ReadonlyMap<string, Sample> {
  const before = background as Workspace;
  const after = applyPatch(background, patch) as Partial<Workspace>;
  const isAddition = after.measurements === before.measurements && after.observations === before.observations &&
    Array.isArray(after.channels) && after.channels.length === before.channels.length;
  if (!isAddition) return refuse(path, "expected a patch that only adds samples to channels");
  const added = new Map<string, Sample>();
  after.channels!.forEach((channel, index) => {
    const old = new Set<unknown>(before.channels[index]!.samples);
    const samples: readonly unknown[] = Array.isArray(channel?.samples) ? channel.samples : [];
    const fresh = samples.filter((sample) => !old.has(sample));
    if (channel?.name !== before.channels[index]!.name || samples.length - fresh.length !== old.size || fresh.length > 1) {
      refuse(path, "expected a patch that only adds one sample to a channel");
    }
    if (fresh.length === 1) added.set(channel.name, parseSample(fresh[0]));
  });
  if (added.size === 0) refuse(path, "expected a patch that adds a sample, got none");
  return added;
}

/** A sample without yield that has each modifier of the given ones; undefined without any. */
function union(samples: readonly Sample[], name: string): Sample | undefined {
  const first = samples[0];
  if (first === undefined) return undefined;
  const modifiers = new Map(samples.flatMap((sample) => sample.modifiers.map((each) => [keyOf(each), each])));
  return absent({ name, data: first.data, modifiers: [...modifiers.values()] });
}

function keyOf({ type, name }: Modifier): string {
  return `${type} ${name}`;
}

function placeVertex(
  signal: ReadonlyMap<string, Sample>, { channels }: Workspace, templates: readonly (Sample | undefined)[], path: string,
): Vertex {
  const total = [...signal.values()].flatMap(({ data }) => data).reduce((sum, value) => sum + value, 0);
  if (!(total > 0 && total < Infinity)) refuse(path, `expected a signal with a positive yield, got ${total}`);
  return {
    total,
    channels: channels.map(({ name, samples }, channel) => {
      const sample = signal.get(name);
      if (sample === undefined) return undefined;
      const bins = samples[0]!.data.length;
      const byKey = new Map(sample.modifiers.map((each) => [keyOf(each), each]));
      for (const values of [sample.data, ...sample.modifiers.flatMap(absoluteValues)]) {
        if (values.length !== bins) refuse(path, `expected ${bins} values in channel "${name}", got ${values.length}`);
      }
      return { data: sample.data, modifiers: templates[channel]!.modifiers.map((each) => byKey.get(keyOf(each))) };
    }),
  };
}

function absoluteValues(modifier: Modifier): readonly (readonly number[])[] {
  if (modifier.type === "histosys") return [modifier.data.lo_data, modifier.data.hi_data];
  return modifier.type === "shapesys" || modifier.type === "staterror" ? [modifier.data] : [];
}

interface Corner {
  readonly vertex: Vertex;
  readonly weight: number;
}

function interpolate(template: Sample, corners: readonly Corner[], channel: number): SignalSample {
  const total = Math.exp(corners.reduce((sum, corner) => sum + corner.weight * Math.log(corner.vertex.total), 0));
  const zeros = template.data;
  const absolute = (pick: (sample: PlacedSample) => readonly number[]): number[] => {
    const shares = corners.map(({ vertex, weight }) => {
      const sample = vertex.channels[channel];
      return { factor: (total * weight) / vertex.total, values: sample === undefined ? zeros : pick(sample) };
    });
    return zeros.map((_, bin) => shares.reduce((sum, { factor, values }) => sum + factor * values[bin]!, 0));
  };
  return {
    data: absolute(({ data }) => data),
    modifiers: template.modifiers.map((place, index): Modifier => {
      const of = (sample: PlacedSample): Modifier => sample.modifiers[index] ?? neutral(place, sample.data);
      const part = (which: number) => absolute((sample) => absoluteValues(of(sample))[which]!);
      const relative = (side: "lo" | "hi") => corners.reduce((sum, { vertex, weight }) => {
        const modifier = vertex.channels[channel]?.modifiers[index];
        return sum + weight * (modifier?.type === "normsys" ? modifier.data[side] : 1);
      }, 0);
      switch (place.type) {
        case "histosys":
          return { ...place, data: { lo_data: part(0), hi_data: part(1) } };
        case "normsys":
          return { ...place, data: { lo: relative("lo"), hi: relative("hi") } };
        case "shapesys":
        case "staterror":
          return { ...place, data: part(0) };
        default:
          return place;
      }
    }),
  };
}
