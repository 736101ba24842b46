import { type Kernels } from "./kernels.ts";
import { compiledLosses, losses, reductions, type LookAheadReductions, type NamedLoss, type UndecidedPoints } from "./look-ahead-loss.ts";
import { type Matrix } from "./matrix.ts";
import { type SpecialFunctions } from "./special-functions.ts";
import { type Workspace } from "./workspace.ts";

/** Functions of many values and the loops of the acquisition functions in compiled code; losses that have no loop there are left to TypeScript. */
export class WasmFunctions implements SpecialFunctions, LookAheadReductions {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;

  constructor(kernels: Kernels, workspace: Workspace) {
    this.#kernels = kernels;
    this.#workspace = workspace;
  }

  exponential(x: Float64Array): Float64Array {
    return this.#mapped(this.#kernels.exponentials, x);
  }

  normalCdf(x: Float64Array): Float64Array {
    return this.#mapped(this.#kernels.normalCdfs, x);
  }

  logNormalCdf(x: Float64Array): Float64Array {
    return this.#mapped(this.#kernels.logNormalCdfs, x);
  }

  /** A function of every value. */
  #mapped(map: Kernels["exponentials"], x: Float64Array): Float64Array {
    this.#workspace.clear();
    const place = this.#workspace.placeValues(x);
    map(place.columns, place.address, place.address);
    return this.#workspace.values(place).slice(0, x.length);
  }

  owensT(h: Float64Array, b: Float64Array): Float64Array {
    this.#workspace.clear();
    const [first, second] = [this.#workspace.placeValues(h), this.#workspace.placeValues(b)];
    this.#kernels.owensTs(first.columns, first.address, second.address, first.address);
    return this.#workspace.values(first).slice(0, h.length);
  }

  losses(named: NamedLoss, a: Float64Array, r: Float64Array): Float64Array {
    if (named.compiled === undefined) return losses(named, a, r);
    this.#workspace.clear();
    const [first, second] = [this.#workspace.placeValues(a), this.#workspace.placeValues(r)];
    this.#kernels.losses(compiledLosses.indexOf(named.compiled), first.columns, first.address, second.address, first.address);
    return this.#workspace.values(first).slice(0, a.length);
  }

  reductions(points: UndecidedPoints, covariances: Matrix, candidatePrecisions: Float64Array): Float64Array {
    const { compiled, rows, a, precision, pendingShare, weights, lossBefore } = points;
    if (compiled === undefined) return reductions(points, covariances, candidatePrecisions);
    const number = compiledLosses.indexOf(compiled);
    this.#workspace.clear();
    const indices = this.#workspace.placeIndices(rows);
    const places = [a, precision, pendingShare, weights, lossBefore].map((values) => this.#workspace.placeValues(values).address);
    const [atA, atPrecision, atShare, atWeights, atBefore] = places;
    const row = this.#workspace.place(1, covariances.columns);
    const values = this.#workspace.values(row);
    return candidatePrecisions.map((candidatePrecision, i) => {
      values.set(covariances.data.subarray(i * covariances.columns, (i + 1) * covariances.columns));
      return this.#kernels.reduction(
        number, indices.columns, indices.address, atA, atPrecision, atShare, atWeights, atBefore, row.address, candidatePrecision,
      );
    });
  }
}
