// A cheap approximate answer to the fits of this likelihood: the events of the signal regions are counted, no parameter is fitted and
// nothing is uncertain but what Poisson makes so. With s, b and n the signal, the background before any fit and the data bin by bin,
// the likelihood ratio of the counts is Q = sum of n ln(1 + s/b) - s, whose law is taken to be normal, with signal and without:
// CLs is the ratio of two of its tails. What systematic uncertainties change is for the scan to learn.
import { readFileSync } from "node:fs";
import { logNormalCdf } from "../two-masses/simulator.mjs";

const folder = process.env.ATLAS_1LBB_DATA ?? new URL("data", import.meta.url).pathname;
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));

const { channels, observations } = read("BkgOnly.json");
const signalRegions = ["SRLMEM_mct2", "SRMMEM_mct2", "SRHMEM_mct2"];
const binsOf = (region) => channels.find(({ name }) => name === region).samples[0].data.map((_, bin) => bin);
const background = signalRegions.flatMap((region) =>
  binsOf(region).map((bin) => channels.find(({ name }) => name === region).samples.reduce((sum, { data }) => sum + data[bin], 0)),
);
const data = signalRegions.flatMap((region) => observations.find(({ name }) => name === region).data);

/** The signal's counts by masses: each patch adds a sample to some of the channels. */
const signals = new Map(
  read("patchset.json").patches.map(({ metadata, patch }) => {
    const added = new Map(patch.map(({ path, value }) => [channels[Number(path.split("/")[2])].name, value.data]));
    return [metadata.values.join(" "), signalRegions.flatMap((region) => added.get(region) ?? binsOf(region).map(() => 0))];
  }),
);

export default function count({ m1, m2 }) {
  const signal = signals.get(`${m1} ${m2}`);
  if (signal === undefined) return { infeasible: `no published signal at (${m1}, ${m2})` };
  const weights = signal.map((s, bin) => Math.log1p(s / background[bin]));
  const sum = (counts) => counts.reduce((total, events, bin) => total + weights[bin] * events, 0);
  const both = signal.map((s, bin) => s + background[bin]);
  const logTail = (seen, counts) =>
    logNormalCdf((seen - sum(counts)) / Math.sqrt(counts.reduce((total, events, bin) => total + weights[bin] ** 2 * events, 0)));
  const cls = (seen) => Math.exp(Math.min(logTail(seen, both) - logTail(seen, background), 0));
  return { observables: { clsObserved: cls(sum(data)), clsExpected: cls(sum(background)) } };
}
