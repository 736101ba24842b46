// How many simulated events a scan of the published ATLAS points needs, when it says how many each evaluation is worth and when all get
// the same: yields with the patches' own statistical errors, which fall with the square root of the events.
import { parseArgs } from "node:util";
import { createScan } from "../src/index.ts";
import { normalCdf, normalDensity, normalQuantile, randomStream, type RandomStream } from "../src/numeric/index.ts";
import { countingCls, countsOf, signalRegions } from "./atlas/proxies.ts";
import { loadLikelihood, type Likelihood } from "./atlas/published.ts";
import { constraints, level, range } from "./atlas/truth.ts";

const publishedEvents = 1e5; // what the patches' statistical errors are taken to stand for
const target = 0.02; // of the points on the wrong side

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      likelihood: { type: "string" }, // folder of BkgOnly.json and patchset.json
      known: { type: "string" }, // file that keeps the CLs for the next run
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "120" },
      equal: { type: "string", default: "3000,10000,30000,100000" }, // events per point of the scans that give all the same
    },
  });
  if (values.likelihood === undefined) throw new RangeError("expected --likelihood, the folder of the published likelihood");
  const likelihood = loadLikelihood(values.likelihood, values.known);
  const equal = values.equal.split(",").map(Number);
  for (const eventsPerPoint of [...equal.map((events): [number, number] => [events, events]), [1000, 300_000] as [number, number]]) {
    const runs = Array.from({ length: Number(values.seeds) }, (_, i) => eventsToTarget(likelihood, eventsPerPoint, i + 1, Number(values.evaluations)));
    const median = (key: keyof Run): number => runs.map((one) => one[key]).sort((a, b) => a - b)[(runs.length - 1) >> 1]!;
    console.log(`${eventsPerPoint.join(" to ")} events a point: ${median("events")} events in ${median("evaluations")} evaluations to 2 %`);
  }
}

interface Run {
  readonly events: number;
  readonly evaluations: number;
}

function eventsToTarget(likelihood: Likelihood, eventsPerPoint: [number, number], seed: number, most: number): Run {
  const simulate = noisyModel(likelihood, randomStream(seed, "simulated events", 0));
  const { points, cls } = likelihood;
  const scan = createScan({
    seed,
    parameters: Object.entries(range).map(([name, [lower, upper]]) => ({ name, lower, upper })),
    constraints,
    points: points.map(([m1, m2]) => ({ m1, m2 })),
    observables: [{ name: "clsObserved", threshold: level, side: "below", transform: "probit" }],
    convergence: { misclassifiedVolume: 1e-9 },
    budget: { evaluations: most, cost: { events: 1e9, eventsPerPoint } },
  });
  let events = 0;
  for (let evaluations = 1; evaluations <= most; evaluations++) {
    const [proposal] = scan.ask();
    if (proposal === undefined) break;
    const { m1, m2 } = proposal.parameters;
    events += proposal.requestedEvents!;
    scan.tell(proposal.id, { observables: { clsObserved: simulate(m1!, m2!, proposal.requestedEvents!) } });
    if (evaluations < 6) continue;
    const { median } = scan.estimate(points.map(([x, y]) => ({ m1: x, m2: y })))["clsObserved"]!;
    const wrong = points.filter(([x, y], i) => cls(x, y).clsObserved <= level !== median[i]! <= level).length;
    if (wrong / points.length <= target) return { events, evaluations };
  }
  return { events: Infinity, evaluations: Infinity };
}

/**
 * The CLs of the fit, moved by as many probits as the counts alone would move when the signal's yields fluctuate with their published
 * statistical errors; the standard error is that of the same, to first order.
 */
function noisyModel(likelihood: Likelihood, random: RandomStream) {
  const { background, data } = countsOf(likelihood);
  const probit = (yields: readonly number[]): number => normalQuantile(Math.min(Math.max(countingCls(yields, background, data).clsObserved, 1e-300), 1 - 1e-15));
  return (m1: number, m2: number, events: number): { value: number; standardError: number } => {
    const samples = signalRegions.map((region) => likelihood.morph.at(m1, m2)!.get(region));
    const yields = samples.flatMap((sample) => [...(sample?.data ?? [0, 0, 0])]);
    const errors = samples.flatMap((sample) => {
      const modifier = sample?.modifiers.find(({ type }) => type === "staterror") as { readonly data: readonly number[] } | undefined;
      return modifier?.data ?? [0, 0, 0];
    }).map((error) => error * Math.sqrt(publishedEvents / events));
    const exact = probit(yields);
    const seen = probit(yields.map((s, bin) => Math.max(s + errors[bin]! * random.normal(), 0)));
    const slopes = yields.map((s, bin) => (probit(yields.with(bin, s * 1.01 + 1e-6)) - exact) / (s * 0.01 + 1e-6));
    const spread = Math.hypot(...slopes.map((slope, bin) => slope * errors[bin]!));
    const latent = normalQuantile(Math.min(Math.max(likelihood.cls(m1, m2).clsObserved, 1e-300), 1 - 1e-15)) + seen - exact;
    return { value: normalCdf(latent), standardError: normalDensity(latent) * spread };
  };
}
