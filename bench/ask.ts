// What the next point costs once an observation has arrived, beside the direct computation of the same thing with numpy.
import { parseArgs } from "node:util";
import { mutualInformation } from "../acquisition/mutual-information.ts";
import { loadEngine, type EngineName } from "../src/engine/index.ts";
import { randomStream, scrambledSobol, type Engine, type RandomStream } from "../src/numeric/index.ts";
import { proposeBatch, screeningPoints, type BatchRequest } from "../src/proposal/index.ts";
import { createSpace, physicalPoints, selectPoints, unitPoints, type UnitPoints } from "../src/space/index.ts";
import { conditionSurrogate, type Dataset, type Surrogate, type SurrogateSettings } from "../src/surrogate/index.ts";
import { startTwin, type Twin } from "./reference/twin.ts";

const threshold = 0.3;
const noiseVariance = 1e-3;

const help = `ask [--sizes 50x768x400,200x5000x500,1000x20000x1000] [--dimensions 2,6] [--repeats 5] [--engine relaxed]
Sizes are observations x integration points x candidates. NUMPY_PYTHON names a Python with numpy and scipy for the twin.`;

interface Size {
  readonly d: number;
  readonly n: number; // observations
  readonly m: number; // integration points
  readonly c: number; // candidates
}

interface Scene {
  readonly size: Size;
  readonly settings: SurrogateSettings;
  readonly dataset: Dataset;
  /** Everything but the last observation, and what was asked of it before. */
  readonly before: Surrogate;
  readonly last: Dataset;
  readonly request: Omit<BatchRequest, "surrogates">;
}

function sobol(d: number, count: number, random: RandomStream): UnitPoints {
  return unitPoints(d, scrambledSobol(d, random).next(count));
}

/** A wavy function of noisy values on a Sobol design. */
function datasetOf(points: UnitPoints): Dataset {
  const random = randomStream(1, "noise", 0);
  const values = Float64Array.from({ length: points.n }, (_, i) => {
    const x = points.data.subarray(i * points.d, (i + 1) * points.d);
    return x.reduce((sum, coordinate, k) => sum + Math.sin((5 - k / 2) * coordinate + k), 0) / Math.sqrt(points.d) + Math.sqrt(noiseVariance) * random.normal();
  });
  return { points, values, standardErrors: new Float64Array(points.n) };
}

function someOf({ points, values, standardErrors }: Dataset, rows: readonly number[]): Dataset {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(rows, (i) => all[i]!);
  return { points: selectPoints(points, rows), values: pick(values), standardErrors: pick(standardErrors) };
}

function sceneOf(size: Size, engine: Engine): Scene {
  const { d, n, m, c } = size;
  const settings: SurrogateSettings = {
    kernel: "matern52", lengthscales: Array.from({ length: d }, () => 0.3 * Math.sqrt(d)), amplitude: 1, noiseVariance,
    mean: { constant: 0, variance: 1 }, outputScale: { transform: "identity", centre: 0, spread: 1 },
  };
  const dataset = datasetOf(sobol(d, n, randomStream(1, "design", 0)));
  const rows = Array.from({ length: n }, (_, i) => i);
  const before = conditionSurrogate(settings, someOf(dataset, rows.slice(0, -1)), engine);
  const integration = { points: sobol(d, m, randomStream(1, "integration", 0)), weights: new Float64Array(m).fill(1 / m) };
  const pool = sobol(d, c, randomStream(1, "pool", 0));
  const none = unitPoints(d, new Float64Array(0));
  const request = {
    space: spaceOf(d), levelSets: [{ observable: "f", threshold, side: "above", weight: 1 }], acquisition: mutualInformation, engine,
    groundwork: { integration, screening: screeningPoints(integration), pool },
    observed: dataset.points, pending: none, avoided: none, count: 1, seed: 1, iteration: n,
  } as const;
  const scene = { size, settings, dataset, before, last: someOf(dataset, [n - 1]), request };
  proposeBatch({ ...request, surrogates: new Map([["f", before]]) }); // the ask before: what it knows is kept
  return scene;
}

/** The unit cube, or a list of its points. */
function spaceOf(d: number, listed?: UnitPoints) {
  const parameters = Array.from({ length: d }, (_, k) => ({ name: `x${k}`, lower: 0, upper: 1, scale: "linear" }) as const);
  return createSpace({ parameters, ...(listed !== undefined && { points: physicalPoints(d, listed.data) }) });
}

/** The observation is taken in and the next point chosen. */
function nextPoint({ before, last, request }: Scene, changes: Partial<BatchRequest> = {}): UnitPoints {
  return proposeBatch({ ...request, surrogates: new Map([["f", before.withData(last)]]), ...changes });
}

function processorSeconds(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function compare(scene: Scene, twin: Twin | undefined, repeats: number): Promise<string> {
  const { settings, dataset, request, size } = scene;
  const { pool } = request.groundwork;
  await twin?.ask({
    problem: {
      d: size.d, points: [...dataset.points.data], values: [...dataset.values], integration: [...request.groundwork.integration.points.data],
      candidates: [...pool.data], lengthscales: settings.lengthscales, amplitude: settings.amplitude, meanVariance: settings.mean.variance,
      noiseVariance, threshold,
    },
  });
  const [ours, theirs]: [number[], number[]] = [[], []];
  let direct: Record<string, unknown> | undefined;
  let chosen = pool;
  for (let repeat = 0; repeat < repeats; repeat++) {
    ours.push(processorSeconds(() => (chosen = nextPoint(scene))));
    direct = await twin?.ask({});
    theirs.push((direct?.["seconds"] as number | undefined) ?? Number.NaN);
  }
  const cells = [size.d, size.n, size.m, size.c, (1000 * median(ours)).toFixed(0)].map((cell) => String(cell).padStart(9)).join("");
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(9);
  if (twin === undefined || direct === undefined) return cells + memory;
  const listed = nextPoint(scene, { space: spaceOf(size.d, pool) });
  const { scores } = (await twin.ask({ score: [...listed.data, ...chosen.data] })) as { scores: [number, number] };
  const best = direct["score"] as number;
  const ratio = (median(ours) / median(theirs)).toFixed(2);
  return cells + memory + [(1000 * median(theirs)).toFixed(0), ratio, (scores[0] / best - 1).toExponential(0), (scores[1] / best).toFixed(3)]
    .map((cell) => cell.padStart(12)).join("");
}

/**
 * `npm run bench -- ask`: medians of processor time, one thread each. "of the pool" is how far the score of the point chosen among the
 * twin's candidates is from the best of them by the twin's own account; "proposed" the score of the point in the end over that best.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: "string", default: "50x768x400,200x5000x500,1000x20000x1000" },
      dimensions: { type: "string", default: "2,6" },
      repeats: { type: "string", default: "5" },
      engine: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const engine = loadEngine(values.engine as EngineName | undefined, 1);
  console.log(`engine: ${engine.name}`);
  const twin = startTwin("ask.py");
  console.log(["d", "n", "M", "C", "ask [ms]", "[MB]"].map((name) => name.padStart(9)).join("") + ["numpy [ms]", "ratio", "of the pool", "proposed"].map((name) => name.padStart(12)).join(""));
  for (const d of values.dimensions.split(",").map(Number)) {
    for (const size of values.sizes.split(",")) {
      const [n, m, c] = size.split("x").map(Number) as [number, number, number];
      console.log(await compare(sceneOf({ d, n, m, c }, engine), twin, Number(values.repeats)));
    }
  }
  twin?.close();
}
