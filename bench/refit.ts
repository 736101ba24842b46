// What a fit of the hyperparameters costs, beside the same searches with scipy and analytic gradients.
import { parseArgs } from "node:util";
import { loadEngine, type EngineName } from "../src/engine/index.ts";
import { randomStream, scrambledSobol, type LinearAlgebra, type Minimum } from "../src/numeric/index.ts";
import { unitPoints } from "../src/space/index.ts";
import { plainFeatures, type Dataset } from "../src/surrogate/index.ts";
import { searchFrom } from "../src/surrogate/fit.ts";
import { hyperparameterPosterior, type HyperparameterPosterior } from "../src/surrogate/hyperparameter-posterior.ts";
import { startTwin, type Twin } from "./reference/twin.ts";

const help = `refit [--sizes 200x2,1000x6] [--engine relaxed]
Sizes are observations x dimensions. NUMPY_PYTHON names a Python with numpy, scipy and scikit-learn for the twin.`;

/** A wave over all coordinates with a little noise, mean 0 and variance 1. */
function datasetOf(n: number, d: number): Dataset {
  const points = unitPoints(d, scrambledSobol(d, randomStream(1, "design", 0)).next(n));
  const random = randomStream(1, "noise", 0);
  const raw = Float64Array.from({ length: n }, (_, i) => {
    const x = points.data.subarray(i * d, (i + 1) * d);
    return x.reduce((sum, coordinate, k) => sum + Math.sin((5 - k / 2) * coordinate + k), 0) + 0.02 * random.normal();
  });
  const mean = raw.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  return { points, values: raw.map((value) => (value - mean) / spread), standardErrors: new Float64Array(n) };
}

/** The four places that a fit searches from: a fit to fewer data, the prior's centre, the same with much noise, a draw. */
function startsOf({ prior: { centre, draw } }: HyperparameterPosterior, warm: Float64Array): readonly [string, Float64Array][] {
  const noisy = centre.with(centre.length - 1, Math.log(0.03));
  return [["a fit to fewer data", warm], ["the prior's centre", centre], ["much noise", noisy], ["a draw of the prior", draw(randomStream(1, "start", 0))]];
}

function processorSeconds(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1e6;
}

async function compare(n: number, d: number, engine: LinearAlgebra, twin: Twin | undefined): Promise<void> {
  const posteriorOf = (count: number): HyperparameterPosterior =>
    hyperparameterPosterior({
      dataset: datasetOf(count, d), kernel: "matern52", mean: { constant: 0, variance: 1 }, outputScale: { transform: "identity", centre: 0, spread: 1 }, features: plainFeatures(d), engine,
    });
  const posterior = posteriorOf(n);
  const { centre, scale, lower, upper } = posterior.prior;
  const warm = searchFrom(centre, posteriorOf(Math.ceil(n / 1.1)), n).x;
  const { points, values } = datasetOf(n, d);
  const problem = { d, points: [...points.data], values: [...values], centre: [...centre], scale: [...scale], lower: [...lower], upper: [...upper] };
  await twin?.ask({ problem });
  console.log(`n = ${n}, d = ${d}`);
  console.log(["search from", "[s]", "evaluations", "-ln density", "scipy [s]", "evaluations", "-ln density", "ratio"].map((name, i) => (i === 0 ? name.padEnd(22) : name.padStart(13))).join(""));
  const totals = [0, 0];
  for (const [name, start] of startsOf(posterior, warm)) {
    let found: Minimum | undefined;
    const seconds = processorSeconds(() => (found = searchFrom(start, posterior, n)));
    const theirs = await twin?.ask({ start: [...start] }) as { seconds: number; value: number; evaluations: number } | undefined;
    totals[0] += seconds;
    totals[1] += theirs?.seconds ?? 0;
    const cells = [seconds.toFixed(2), found!.evaluations, found!.value.toFixed(3)];
    const others = theirs === undefined ? [] : [theirs.seconds.toFixed(2), theirs.evaluations, theirs.value.toFixed(3), (seconds / theirs.seconds).toFixed(2)];
    console.log(name.padEnd(22) + [...cells, ...others].map((cell) => String(cell).padStart(13)).join(""));
  }
  if (twin === undefined) return;
  console.log(`all four: ${totals[0]!.toFixed(1)} s, scipy ${totals[1]!.toFixed(1)} s, ratio ${(totals[0]! / totals[1]!).toFixed(2)}`);
  const once = processorSeconds(() => posterior.negativeLogDensity(warm));
  const { seconds } = (await twin.ask({ sklearn: [...warm] })) as { seconds: number };
  console.log(`one evaluation with its gradient: ${(1000 * once).toFixed(1)} ms, scikit-learn ${(1000 * seconds).toFixed(1)} ms, ratio ${(once / seconds).toFixed(2)}`);
}

/** `npm run bench -- refit`: processor time of one thread each; every search is the same problem from the same start to either's own end. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { sizes: { type: "string", default: "200x2,1000x6" }, engine: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) return console.log(help);
  const engine = loadEngine(values.engine as EngineName | undefined, 1);
  console.log(`engine: ${engine.name}`);
  const twin = startTwin("refit.py");
  for (const size of values.sizes.split(",")) {
    const [n, d] = size.split("x").map(Number) as [number, number];
    await compare(n, d, engine, twin);
  }
  twin?.close();
}
