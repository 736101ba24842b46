// How many simulated events a scan of the published ATLAS points needs, when it says how many each evaluation is worth and when all get
// the same: yields with the patches' own statistical errors, which fall with the square root of the events.
import { parseArgs } from "node:util";
import { createScan } from "../src/index.ts";
import { normalCdf, normalDensity, normalQuantile, randomStream, type RandomStream } from "../src/numeric/index.ts";
import { countingCls, countsOf, signalRegions } from "./atlas/proxies.ts";
import { loadLikelihood, type Cls, type Likelihood } from "./atlas/published.ts";
import { constraints, continuousTruth, level, range } from "./atlas/truth.ts";

const publishedEvents = 1e5; // what the patches' statistical errors are taken to stand for
const target = 0.02; // of the points on the wrong side
const lasting = 3; // estimates in a row that are to be within the target: a single one may be luck

/** How a scan is told to spend events; without `repeats` every point is simulated once, with the least. */
interface Spending {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly repeats: boolean;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      likelihood: { type: "string" }, // folder of BkgOnly.json and patchset.json
      known: { type: "string" }, // file that keeps the CLs for the next run
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "200" },
      equal: { type: "string", default: "10000,30000,100000,300000" }, // events per point of the scans that give all the same
      asked: { type: "string", default: "10000,3000000" }, // least and most of the scan that asks for them
      between: { type: "boolean", default: false }, // points between the published ones too, scored on a grid
    },
  });
  if (values.likelihood === undefined) throw new RangeError("expected --likelihood, the folder of the published likelihood");
  const likelihood = loadLikelihood(values.likelihood, values.known);
  const published = { listed: true, points: likelihood.points, values: likelihood.points.map(([m1, m2]) => likelihood.cls(m1, m2)) };
  const question = values.between ? { listed: false, ...continuousTruth(likelihood) } : published;
  const equal = values.equal.split(",").filter(Boolean).map(Number);
  const [least, most] = values.asked.split(",").map(Number);
  const ways: Spending[] = [
    ...equal.map((events) => ({ label: `${events} at every point`, least: events, most: events, repeats: false })),
    ...equal.map((events) => ({ label: `${events} at a time, points may be repeated`, least: events, most: events, repeats: true })),
    { label: `${least} to ${most}, as asked for`, least: least!, most: most!, repeats: true },
  ];
  for (const way of ways) {
    const runs = Array.from({ length: Number(values.seeds) }, (_, i) => eventsToTarget(likelihood, question, way, i + 1, Number(values.evaluations)));
    console.log(`${way.label}: once within ${100 * target} % after ${medians(runs.map(({ once }) => once))}, ${lasting} times in a row after ${medians(runs.map(({ inARow }) => inARow))}`);
  }
}

/** Where a scan may evaluate and is scored: the published points alone, or all between them. */
interface Question {
  readonly listed: boolean;
  readonly points: Likelihood["points"];
  readonly values: readonly Cls[];
}

interface Spent {
  readonly events: number;
  readonly evaluations: number;
}

interface Run {
  readonly once: Spent;
  readonly inARow: Spent;
}

const never: Spent = { events: Infinity, evaluations: Infinity };

function medians(spent: readonly Spent[]): string {
  const quantile = (key: keyof Spent, share: number): number => spent.map((one) => one[key]).sort((a, b) => a - b)[Math.ceil(share * spent.length) - 1]!;
  const [median, lower, upper] = [0.5, 0.25, 0.75].map((share) => (quantile("events", share) / 1e6).toPrecision(3));
  return `${median} [${lower}, ${upper}] million events in ${quantile("evaluations", 0.5)} evaluations`;
}

function eventsToTarget(likelihood: Likelihood, { listed, points, values }: Question, { least, most, repeats }: Spending, seed: number, evaluations: number): Run {
  const simulate = noisyModel(likelihood, randomStream(seed, "simulated events", 0));
  const scan = createScan({
    seed,
    parameters: Object.entries(range).map(([name, [lower, upper]]) => ({ name, lower, upper })),
    constraints,
    ...(listed && { points: points.map(([m1, m2]) => ({ m1, m2 })) }),
    observables: [{ name: "clsObserved", threshold: level, side: "below", transform: "probit" }],
    convergence: { misclassifiedVolume: 1e-9 },
    budget: { evaluations, ...(repeats && { cost: { events: 1e9, eventsPerPoint: [least, most] as [number, number] } }) },
  });
  let events = 0;
  let once = never;
  let since: Spent[] = []; // the estimates within the target in a row
  for (let n = 1; n <= evaluations; n++) {
    const [proposal] = scan.ask();
    if (proposal === undefined) break;
    const { id, parameters: { m1, m2 }, requestedEvents = least } = proposal;
    events += requestedEvents;
    scan.tell(id, { observables: { clsObserved: simulate(m1!, m2!, requestedEvents) } });
    if (n < 6) continue;
    const { median } = scan.estimate(points.map(([x, y]) => ({ m1: x, m2: y })))["clsObserved"]!;
    const wrong = values.filter(({ clsObserved }, i) => clsObserved <= level !== median[i]! <= level).length;
    since = wrong / points.length <= target ? [...since, { events, evaluations: n }] : [];
    if (since.length > 0 && once === never) once = since[0]!;
    if (since.length === lasting) return { once, inARow: since[0]! };
  }
  return { once, inARow: never };
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
