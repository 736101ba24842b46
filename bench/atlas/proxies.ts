import { matrixFrom, normalCdf, randomStream, scatteredInterpolant } from "../../src/numeric/index.ts";
import type { Cls, Likelihood } from "./published.ts";

/** A cheap approximate answer, by name on the command line. */
export type Proxy = (point: Readonly<Record<string, number>>) => { readonly observables: Cls };

export const signalRegions = ["SRLMEM_mct2", "SRMMEM_mct2", "SRHMEM_mct2"];
const thirdOfPoints = 3;

/** The proxies of the benchmark: two that know something, three that are wrong. */
export function proxiesOf(likelihood: Likelihood): Readonly<Record<string, Proxy>> {
  const bins = countsOf(likelihood);
  const yields: Proxy = ({ m1, m2 }) => {
    const signal = likelihood.morph.at(m1!, m2!)!;
    return { observables: countingCls(signalRegions.flatMap((region) => [...(signal.get(region)?.data ?? [0, 0, 0])]), bins.background, bins.data) };
  };
  const shuffled = shuffledAnswers(likelihood, yields);
  return {
    yields,
    coarse: coarseProxy(likelihood, bins),
    reversed: (point) => ({ observables: reversed(yields(point).observables) }),
    shuffled,
    constant: () => ({ observables: { clsObserved: 0.3, clsExpected: 0.3 } }),
  };
}

interface Counts {
  readonly background: readonly number[];
  readonly data: readonly number[];
}

/** Background before any fit and data, bin by bin of the signal regions. */
export function countsOf({ workspace }: Likelihood): Counts {
  const channels = signalRegions.map((region) => workspace.channels.find(({ name }) => name === region)!);
  return {
    background: channels.flatMap(({ samples }) => samples[0]!.data.map((_, bin) => samples.reduce((sum, { data }) => sum + data[bin]!, 0))),
    data: signalRegions.flatMap((region) => workspace.observations.find(({ name }) => name === region)!.data),
  };
}

/**
 * CLs of the counts alone, no fit and no systematic uncertainty: of Q = ln L(s + b)/L(b) = Σ n ln(1 + s/b) - s, whose laws without and
 * with signal are taken to be normal [Read2002].
 */
export function countingCls(signal: readonly number[], background: readonly number[], data: readonly number[]): Cls {
  const weights = signal.map((s, i) => Math.log1p(s / background[i]!));
  const total = (counts: readonly number[]): number => weights.reduce((sum, weight, i) => sum + weight * counts[i]!, 0);
  const spread = (counts: readonly number[]): number => Math.sqrt(weights.reduce((sum, weight, i) => sum + weight ** 2 * counts[i]!, 0));
  const both = signal.map((s, i) => s + background[i]!);
  if (total(both) === 0) return { clsObserved: 1, clsExpected: 1 };
  const cls = (seen: number): number =>
    normalCdf((seen - total(both)) / spread(both)) / normalCdf((seen - total(background)) / spread(background));
  return { clsObserved: Math.min(cls(total(data)), 1), clsExpected: cls(total(background)) };
}

/** The same from the yields at every third published point, their roots interpolated bin by bin: it shares nothing with the morph between. */
function coarseProxy({ morph, points }: Likelihood, { background, data }: Counts): Proxy {
  const some = points.filter((_, i) => i % thirdOfPoints === 0);
  const scaled = ([m1, m2]: readonly number[]): number[] => [m1! / 850, m2! / 400];
  const nodes = matrixFrom(some.length, 2, Float64Array.from(some.flatMap(scaled)));
  const yieldsAt = some.map(([m1, m2]) => signalRegions.flatMap((region) => [...(morph.at(m1, m2)!.get(region)?.data ?? [0, 0, 0])]));
  const roots = background.map((_, bin) => scatteredInterpolant(nodes, Float64Array.from(yieldsAt, (yields) => Math.sqrt(yields[bin]!))));
  return ({ m1, m2 }) => {
    const at = matrixFrom(1, 2, Float64Array.from(scaled([m1!, m2!])));
    return { observables: countingCls(roots.map((root) => root(at)[0]! ** 2), background, data) };
  };
}

function reversed({ clsObserved, clsExpected }: Cls): Cls {
  return { clsObserved: 1 - clsObserved, clsExpected: 1 - clsExpected };
}

/** The answer of another published point, chosen at random: the nearest published point's partner in a shuffled list. */
function shuffledAnswers({ points }: Likelihood, proxy: Proxy): Proxy {
  const random = randomStream(1, "shuffled proxy", 0);
  const order = points.map((_, i) => ({ i, key: random.uniform() })).sort((a, b) => a.key - b.key).map(({ i }) => i);
  return ({ m1, m2 }) => {
    const distances = points.map(([x, y]) => Math.hypot(x - m1!, y - m2!));
    const [x, y] = points[order[distances.indexOf(Math.min(...distances))]!]!;
    return proxy({ m1: x, m2: y });
  };
}
