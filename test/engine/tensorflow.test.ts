import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { mutualInformation } from "../../acquisition/mutual-information.ts";
import { EngineError, loadEngine } from "../../src/engine/index.ts";
import { loadTensorflow } from "../../src/engine/load-tensorflow.ts";
import { createTensorflowScoring } from "../../src/engine/tensorflow-scoring.ts";
import { kernelNames, randomStream, scrambledSobol, type Engine, type KernelName } from "../../src/numeric/index.ts";
import { layGroundwork, lookAhead, proposeBatch, scoreOf, type BatchRequest } from "../../src/proposal/index.ts";
import { createSpace, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { conditionSurrogate, type Surrogate } from "../../src/surrogate/index.ts";

const engine = loadEngine();
const bulk = createTensorflowScoring(tf);
const d = 3;
const threshold = 0.1;

beforeAll(() => tf.setBackend("cpu"));

function sobol(n: number, stream: string): UnitPoints {
  return unitPoints(d, scrambledSobol(d, randomStream(1, stream, 0)).next(n));
}

function surrogateOf(kernel: KernelName): Surrogate {
  const points = sobol(40, "design");
  const values = Float64Array.from({ length: 40 }, (_, i) => Math.sin(4 * points.data[3 * i]!) - points.data[3 * i + 1]! + 0.3 * points.data[3 * i + 2]!);
  const settings = {
    kernel, lengthscales: [0.4, 0.6, 1.2], amplitude: 0.8, noiseVariance: 1e-3, mean: { constant: 0, variance: 1 },
    outputScale: { transform: "identity", centre: 0, spread: 1 },
  } as const;
  return conditionSurrogate(settings, { points, values, standardErrors: new Float64Array(40) }, engine);
}

test.each(kernelNames)("scores in single precision are those in double precision to its rounding, %s", (kernel) => {
  const seen = lookAhead(surrogateOf(kernel), sobol(500, "integration"), sobol(3, "pending"));
  const term = { lookAhead: seen, threshold, side: "above", weight: 1 } as const;
  const context = { terms: [term], weights: new Float64Array(500).fill(1 / 500), random: randomStream(1, "test", 0), engine };
  const candidates = sobol(300, "candidates");
  const exact = mutualInformation.prepare(context)(candidates);
  const before = tf.memory().numTensors;
  const rough = mutualInformation.prepare({ ...context, bulk })(candidates);
  expect(tf.memory().numTensors).toBe(before);
  const largest = Math.max(...exact);
  for (const [i, score] of exact.entries()) expect(Math.abs(rough[i]! - score)).toBeLessThan(1e-4 * largest);
});

describe("the next point", () => {
  const space = createSpace({ parameters: ["x", "y", "z"].map((name) => ({ name, lower: 0, upper: 1, scale: "linear" })) });
  const none = unitPoints(d, new Float64Array(0));
  const requestOf = (which: Engine): BatchRequest => {
    const surrogates = new Map([["f", surrogateOf("matern52")]]);
    const levelSets = [{ observable: "f", threshold, side: "above", weight: 1 }] as const;
    const groundwork = layGroundwork({ space, surrogates, levelSets, seed: 1, refit: 1 });
    return {
      space, surrogates, levelSets, acquisition: mutualInformation, engine: which, groundwork,
      observed: sobol(40, "design"), pending: none, avoided: none, count: 1, seed: 1, iteration: 40,
    };
  };

  test("chosen among candidates ranked by TensorFlow is as good as the one chosen without it", () => {
    const [ours, theirs] = [engine, { ...engine, bulk }].map((which) => proposeBatch(requestOf(which)));
    const [score, rankedScore] = [ours!, theirs!].map((point) => scoreOf(requestOf(engine))(point)[0]!);
    expect(rankedScore).toBeGreaterThanOrEqual(score! * (1 - 1e-6));
  });
});

test("a loss that TensorFlow does not know is left to the engine", () => {
  const seen = lookAhead(surrogateOf("rbf"), sobol(20, "integration"), sobol(1, "pending"));
  const points = { loss: () => 0, rows: new Int32Array(0), ...emptyPoints() };
  expect(bulk.reductions(points, seen.covarianceParts!(sobol(2, "candidates")), new Float64Array(2))).toBeUndefined();
});

function emptyPoints() {
  const none = new Float64Array(0);
  return { a: none, precision: none, pendingShare: none, weights: none, lossBefore: none };
}

test("without the package, what is missing and how to install it are told", () => {
  const missing = (name: string): unknown => {
    if (name === "node:util") return {};
    throw new Error(`Cannot find module '${name}'\nRequire stack:`);
  };
  expect(() => loadTensorflow(missing)).toThrow(EngineError);
  expect(() => loadTensorflow(missing)).toThrow(/npm install @tensorflow\/tfjs-node-gpu.*Cannot find module '@tensorflow\/tfjs-node'/s);
});

test("what the Node of today lacks is there before the package is loaded", () => {
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = {};
  const loaded = loadTensorflow((name) => (name === "node:util" ? util : { loadedWith: util.isNullOrUndefined?.(undefined) }));
  expect(loaded).toEqual({ loadedWith: true });
});
