import {
  bivariateNormalCdf, exponential, logGamma, logNormalCdf, minimise, normalCdf, normalQuantile, owensT, randomStream, scrambledSobol,
  type Objective,
} from "../../src/numeric/index.ts";

const random = randomStream(1, "bench functions", 0);

/** Processor time of the fastest of several batches of calls, per call: other processes hardly disturb it. */
function secondsOf(work: () => unknown): number {
  const batchSeconds = (calls: number): number => {
    const before = process.cpuUsage().user;
    for (let call = 0; call < calls; call++) work();
    return (process.cpuUsage().user - before) / 1e6;
  };
  let calls = 1;
  while (batchSeconds(calls) < 0.05) calls *= 2;
  return Math.min(...Array.from({ length: 7 }, () => batchSeconds(calls))) / calls;
}

function print(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(44)} ${value.toFixed(2).padStart(9)} ${unit}`);
}

/** Nanoseconds of the functions one value at a time. */
export function benchFunctions(): void {
  // Arguments drawn at random, so that branches are as hard to predict as in use; one loop each, as a compiler sees it in use.
  const count = 1 << 14;
  const drawn = (draw: () => number): Float64Array => Float64Array.from({ length: count }, draw);
  const h = drawn(() => 2.5 * random.normal());
  const k = drawn(() => 2 * random.normal());
  const rho = drawn(() => 2 * random.uniform() - 1);
  const p = drawn(random.uniform);
  const slope = drawn(() => Math.exp(2 * random.normal()));
  const results = new Float64Array(count);
  const loops: Record<string, () => void> = {
    "Math.exp": () => { for (let i = 0; i < count; i++) results[i] = Math.exp(h[i]); },
    "exponential": () => { for (let i = 0; i < count; i++) results[i] = exponential(h[i]); },
    "normalCdf": () => { for (let i = 0; i < count; i++) results[i] = normalCdf(h[i]); },
    "logNormalCdf": () => { for (let i = 0; i < count; i++) results[i] = logNormalCdf(h[i]); },
    "normalQuantile": () => { for (let i = 0; i < count; i++) results[i] = normalQuantile(p[i]); },
    "owensT, 0 < b < 1": () => { for (let i = 0; i < count; i++) results[i] = owensT(h[i], p[i]); },
    "owensT, any b": () => { for (let i = 0; i < count; i++) results[i] = owensT(h[i], slope[i]); },
    "bivariateNormalCdf": () => { for (let i = 0; i < count; i++) results[i] = bivariateNormalCdf(h[i], k[i], rho[i]); },
    "logGamma": () => { for (let i = 0; i < count; i++) results[i] = logGamma(20 * p[i]); },
    "random uniform": () => { for (let i = 0; i < count; i++) results[i] = random.uniform(); },
    "random normal": () => { for (let i = 0; i < count; i++) results[i] = random.normal(); },
  };
  for (const [name, loop] of Object.entries(loops)) print(name, (1e9 * secondsOf(loop)) / count, "ns/call");
  const sequence = scrambledSobol(8, random);
  print("Sobol point in 8 dimensions", (1e9 * secondsOf(() => sequence.next(1000))) / 1000, "ns/point");
}

/** Rosenbrock's valley in many dimensions. */
const valley: Objective = (x) => {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const rise = x[i + 1] - x[i] ** 2;
    value += 100 * rise ** 2 + (1 - x[i]) ** 2;
    gradient[i] -= 400 * x[i] * rise + 2 * (1 - x[i]);
    gradient[i + 1] += 200 * rise;
  }
  return { value, gradient };
};

export function benchMinimiser(): void {
  for (const k of [2, 10, 126]) {
    const start = Float64Array.from({ length: k }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const { evaluations } = minimise(valley, start, { maxIterations: 2000 });
    const seconds = secondsOf(() => minimise(valley, start, { maxIterations: 2000 }));
    print(`minimise, ${k} parameters, ${evaluations} evaluations`, (1e6 * seconds) / evaluations, "µs/evaluation");
  }
}
