// What a scan costs beside its evaluations: the next point, and a fit of the hyperparameters.
import { acquisitionFunctions } from "../acquisition/index.ts";
import { loadEngine, type EngineName } from "../src/engine/index.ts";
import { randomStream, scrambledSobol } from "../src/numeric/index.ts";
import { layGroundwork, proposeBatch } from "../src/proposal/index.ts";
import { createSpace, unitPoints } from "../src/space/index.ts";
import { conditionSurrogate, fitSurrogate, type Dataset } from "../src/surrogate/index.ts";
import { toySearch } from "./functions/toy-search.ts";

const repeats = 9;
const { parameters, constraints, observables, evaluate } = toySearch;
const space = createSpace({ parameters, constraints });
const { name, threshold, side } = observables[0]!;
const none = unitPoints(space.d, new Float64Array(0));

/** The function on a Sobol design: as dense near the contour as anywhere, which costs an ask no less. */
function datasetOf(n: number): Dataset {
  const points = unitPoints(space.d, scrambledSobol(space.d, randomStream(1, "bench", 0)).next(n));
  const { data } = space.toPhysical(points);
  const values = Float64Array.from({ length: n }, (_, i) => {
    const point = parameters.map((parameter, k) => [parameter.name, data[i * space.d + k]!]);
    return evaluate(Object.fromEntries(point))[name]!;
  });
  return { points, values, standardErrors: new Float64Array(n) };
}

function medianMilliseconds(work: (repeat: number) => void): number {
  const times = Array.from({ length: repeats }, (_, repeat) => {
    const { user: before } = process.cpuUsage();
    work(repeat);
    return (process.cpuUsage().user - before) / 1000;
  });
  return times.toSorted((a, b) => a - b)[repeats >> 1]!;
}

/** `npm run bench -- ask [engine]`: medians of processor time in two dimensions, hyperparameters fitted before; the memory is the whole process's. */
export function run([engineName]: readonly string[]): void {
  const engine = loadEngine(engineName as EngineName | undefined);
  console.log(`engine: ${engine.name}`);
  console.log(`${"n".padStart(6)}${"ask [ms]".padStart(12)}${"refit [ms]".padStart(12)}${"memory [MB]".padStart(14)}`);
  for (const n of [50, 100, 200]) {
    const dataset = datasetOf(n);
    const request = { dataset, kernel: "matern52", transform: "identity", thresholds: [threshold], engine } as const;
    const { settings } = fitSurrogate({ ...request, random: randomStream(1, "fit", n) }).surrogate;
    const refit = medianMilliseconds((repeat) => {
      fitSurrogate({ ...request, random: randomStream(1, "refit", repeat), warmStart: settings });
    });
    const ask = medianMilliseconds((repeat) => {
      const surrogates = new Map([[name, conditionSurrogate(settings, dataset, engine)]]);
      const levelSets = [{ observable: name, threshold, side, weight: 1 }] as const;
      const acquisition = acquisitionFunctions.find((one) => one.name === "mutual-information")!;
      proposeBatch({
        space, surrogates, levelSets, acquisition, engine,
        groundwork: layGroundwork({ space, surrogates, levelSets, seed: 1, refit: repeat }),
        observed: dataset.points, pending: none, avoided: none, count: 1, seed: 1, iteration: n + repeat,
      });
    });
    const memory = process.resourceUsage().maxRSS / 1024;
    console.log(`${String(n).padStart(6)}${ask.toFixed(0).padStart(12)}${refit.toFixed(0).padStart(12)}${memory.toFixed(0).padStart(14)}`);
  }
}
