import { type Engine } from "./engine.ts";
import { type Kernels } from "./kernels.ts";
import { type Team } from "./shared-tasks.ts";
import { teamKernels } from "./team-kernels.ts";
import { wasmEngineOn } from "./wasm-engine.ts";
import { type Workspace } from "./workspace.ts";

/** Work, in floating-point operations of a product, from which a second thread is worth its copies in shared memory, which are slower. */
const worthwhileOperations = 1e8;

/** The same work in other units: a covariance, a pair of candidate and integration point, one whose loss has no short formula. */
const operationsOf = { covariance: 60, pair: 80, longPair: 1000 };

/** Values of a block that is worked on at a time, enough for all threads. */
const blockValues = 2 ** 20;

/** A memory that threads share, the kernels in it, and the threads. */
export interface SharedWorkplace {
  readonly kernels: Kernels;
  readonly workspace: Workspace;
  readonly team: Team;
}

/**
 * The engine with everything that is large enough done by several threads: the same numbers bit for bit, whatever their count. The workplace
 * is made when it is first needed; where none can be had, all is done by the engine.
 */
export function withThreads(engine: Engine, makeWorkplace: () => SharedWorkplace | undefined): Engine {
  let made: { readonly together: Engine | undefined } | undefined;
  const engineFor = (operations: number, isThin = false): Engine => {
    if (isThin || !(operations >= worthwhileOperations)) return engine; // thin matrices are memory's business, where a second thread does not help
    made ??= { together: togetherOn(engine.name, makeWorkplace()) };
    return made.together ?? engine;
  };
  const solverFor = (n: number, m: number): Engine => engineFor(n ** 2 * m, Math.min(n, m) < 64);
  const productFor = (m: number, n: number, k: number): Engine => engineFor(2 * m * n * k, Math.min(m, n, k) < 64);
  const conditionerFor = (n: number, m: number): Engine => engineFor((n + operationsOf.covariance) * n * m, n < 2);
  return {
    ...engine,
    multiply: (a, b) => productFor(a.rows, b.columns, b.rows).multiply(a, b),
    multiplyTransposedLeft: (a, b) => productFor(a.columns, b.columns, b.rows).multiplyTransposedLeft(a, b),
    subtractTransposedProduct: (c, a, b) => productFor(a.columns, b.columns, b.rows).subtractTransposedProduct(c, a, b),
    solveLower: (factor, b) => solverFor(b.rows, b.columns).solveLower(factor, b),
    solveLowerTransposed: (factor, b) => solverFor(b.rows, b.columns).solveLowerTransposed(factor, b),
    cholesky: (a) => engineFor(a.rows ** 3 / 3).cholesky(a),
    inverseFromCholesky: (factor) => engineFor((2 * factor.rows ** 3) / 3).inverseFromCholesky(factor),
    kernelMatrix: (kernel, x, z, lengthscales) => engineFor(operationsOf.covariance * x.rows * z.rows, x.rows < 64).kernelMatrix(kernel, x, z, lengthscales),
    priorCovariance: (prior, x, z) => engineFor(operationsOf.covariance * x.rows * z.rows, x.rows < 64).priorCovariance(prior, x, z),
    posteriorCovariance: (prior, x, z, v, w) => productFor(x.rows, z.rows, v.rows).posteriorCovariance(prior, x, z, v, w),
    whitenedCovariance: (prior, x, factor, z) => conditionerFor(x.rows, z.rows).whitenedCovariance(prior, x, factor, z),
    conditionMoments: (prior, x, factor, b, z, moments) => conditionerFor(x.rows, z.rows).conditionMoments(prior, x, factor, b, z, moments),
    logDensity: (prior, x, noiseVariances, y) => engineFor(x.rows ** 3 / 3).logDensity(prior, x, noiseVariances, y),
    logDensityWithGradient: (prior, x, noiseVariances, y) => engineFor(x.rows ** 3).logDensityWithGradient(prior, x, noiseVariances, y),
    reductions(points, covariances, candidatePrecisions) {
      const each = points.compiled === "expected-entropy" ? operationsOf.pair : operationsOf.longPair;
      return engineFor(each * points.rows.length * covariances.rows, covariances.rows < 32).reductions(points, covariances, candidatePrecisions);
    },
  };
}

function togetherOn(name: string, workplace: SharedWorkplace | undefined): Engine | undefined {
  return workplace && wasmEngineOn(name, teamKernels(workplace.kernels, workplace.team), workplace.workspace, blockValues);
}
