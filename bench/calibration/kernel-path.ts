import { createTypescriptEngine, randomStream, type KernelName } from "../../src/numeric/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { hyperprior } from "../../src/surrogate/hyperprior.ts";
import { conditionSurrogate, type Surrogate, type SurrogateSettings } from "../../src/surrogate/index.ts";
import { cube } from "../functions/test-function.ts";
import type { ScannedFunction } from "./scan-steps.ts";

const engine = createTypescriptEngine();

/**
 * A function of the unit square that is a draw of a Gaussian process of the kernel, with lengthscales from their prior: each value is drawn
 * given those that were asked for before, so that it is an exact draw wherever it is looked at.
 */
export function kernelPath(kernel: KernelName, seed: number): ScannedFunction {
  const random = randomStream(seed, `path of ${kernel}`, 0);
  const settings: SurrogateSettings = {
    kernel,
    lengthscales: [...hyperprior(2).draw(random)].slice(1, 3).map(Math.exp),
    amplitude: 1,
    noiseVariance: 1e-8,
    mean: { constant: 0, variance: 0 },
    outputScale: { transform: "identity", centre: 0, spread: 1 },
  };
  let known: Surrogate | undefined;
  return {
    name: `path-${kernel}`,
    parameters: cube(2),
    constraints: [],
    observables: [{ name: "f", threshold: 0.3, side: "above", transform: "identity" }],
    evaluate({ u0, u1 }) {
      const points = unitPoints(2, Float64Array.of(u0!, u1!));
      const value = known === undefined ? random.normal() : known.samplePaths(points, 1, random).data[0]!;
      const data = { points, values: Float64Array.of(value), standardErrors: new Float64Array(1) };
      known = known === undefined ? conditionSurrogate(settings, data, engine) : known.withData(data);
      return { f: value };
    },
  };
}
