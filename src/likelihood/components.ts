import { LikelihoodError, pointer, type Issue } from "./errors.ts";
import type { Channel, Modifier, Sample, Workspace } from "./workspace.ts";

/** A channel with its place among the model's bins. */
export interface ChannelBins {
  readonly name: string;
  readonly firstBin: number;
  readonly bins: number;
}

/** One sample in one channel, its modifiers sorted by name and type. */
export interface Component {
  readonly channel: number; // index into the sorted channels
  readonly sample: Sample;
  readonly path: string; // of the sample in the workspace
}

export interface Components {
  readonly channels: readonly ChannelBins[]; // sorted by name
  readonly components: readonly Component[]; // sorted by channel, then by sample
  readonly observed: Float64Array; // [bins]
}

/** Sorts a workspace into components. Throws a LikelihoodError with every wrong length, repeated name and missing observation. */
export function arrangeComponents(workspace: Workspace): Components {
  const issues: Issue[] = [];
  const observations = new Map(workspace.observations.map(({ name, data }) => [name, data]));
  const channels: ChannelBins[] = [];
  const components: Component[] = [];
  const observed: number[] = [];
  const ordered = workspace.channels.map((channel, index) => ({ channel, path: pointer("channels", index) })).sort(byName);
  reportRepeats(ordered.map(({ channel, path }) => ({ key: channel.name, path })), issues);
  for (const { channel, path } of ordered) {
    const bins = channel.samples[0]!.data.length;
    const data = observations.get(channel.name);
    if (data === undefined) issues.push({ path, message: `expected an observation for channel "${channel.name}"` });
    else if (data.length !== bins) issues.push({ path, message: `expected ${bins} observed counts, got ${data.length}` });
    components.push(...arrangeSamples(channel, path, channels.length, bins, issues));
    channels.push({ name: channel.name, firstBin: observed.length, bins });
    observed.push(...(data ?? []));
  }
  if (issues.length > 0) throw new LikelihoodError(issues);
  return { channels, components, observed: Float64Array.from(observed) };
}

function arrangeSamples(channel: Channel, path: string, index: number, bins: number, issues: Issue[]): Component[] {
  const placed = channel.samples.map((sample, position) => ({ sample, path: `${path}${pointer("samples", position)}` }));
  reportRepeats(placed.map((each) => ({ key: each.sample.name, path: each.path })), issues);
  return placed
    .sort((a, b) => compare(a.sample.name, b.sample.name))
    .map((each) => {
      reportLengths(each.sample, each.path, bins, issues);
      const modifiers = each.sample.modifiers.toSorted((a, b) => compare(a.name, b.name) || compare(a.type, b.type));
      return { channel: index, path: each.path, sample: { ...each.sample, modifiers } };
    });
}

function reportLengths(sample: Sample, path: string, bins: number, issues: Issue[]): void {
  const report = (length: number, at: string) => {
    if (length !== bins) issues.push({ path: at, message: `expected ${bins} values, as the channel has bins, got ${length}` });
  };
  report(sample.data.length, `${path}/data`);
  reportRepeats(
    sample.modifiers.map(({ name, type }, index) => ({ key: `${name} (${type})`, path: `${path}/modifiers/${index}` })),
    issues,
  );
  sample.modifiers.forEach((modifier, index) => {
    for (const [key, values] of perBin(modifier)) report(values.length, `${path}/modifiers/${index}/data${key}`);
  });
}

function perBin(modifier: Modifier): readonly (readonly [string, readonly number[]])[] {
  if (modifier.type === "histosys") return [["/lo_data", modifier.data.lo_data], ["/hi_data", modifier.data.hi_data]];
  return modifier.type === "shapesys" || modifier.type === "staterror" ? [["", modifier.data]] : [];
}

function reportRepeats(items: readonly { readonly key: string; readonly path: string }[], issues: Issue[]): void {
  const seen = new Set<string>();
  for (const { key, path } of items) {
    if (seen.has(key)) issues.push({ path, message: `expected a name of its own, got "${key}" again` });
    seen.add(key);
  }
}

function byName(a: { readonly channel: Channel }, b: { readonly channel: Channel }): number {
  return compare(a.channel.name, b.channel.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
