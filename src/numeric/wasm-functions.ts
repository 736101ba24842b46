import { type Kernels } from "./kernels.ts";
import { compiledLosses, losses, reductions, type LookAheadReductions, type NamedLoss, type UndecidedPoints } from "./look-ahead-loss.ts";
import { type Matrix } from "./matrix.ts";
import { type SpecialFunctions } from "./special-functions.ts";
import { type Placed, type Workspace } from "./workspace.ts";

/** Functions of many values and the loops of the acquisition functions in compiled code; losses that have no loop there are left to TypeScript. */
export class WasmFunctions implements SpecialFunctions, LookAheadReductions {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #blockValues: number; // covariances that are copied in at a time

  constructor(kernels: Kernels, workspace: Workspace, blockValues: number) {
    this.#kernels = kernels;
    this.#workspace = workspace;
    this.#blockValues = blockValues;
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
    const [precisions, sums] = [candidatePrecisions, candidatePrecisions].map((values) => this.#workspace.placeValues(values)) as [Placed, Placed];
    const { rows: candidates, columns, data } = covariances;
    const height = Math.max(1, Math.min(candidates, Math.floor(this.#blockValues / columns)));
    const block = this.#workspace.place(height, columns);
    for (let top = 0; top < candidates; top += height) {
      const rowCount = Math.min(height, candidates - top);
      this.#workspace.values(block).set(data.subarray(top * columns, (top + rowCount) * columns));
      this.#kernels.reductions(
        number, indices.columns, indices.address, atA!, atPrecision!, atShare!, atWeights!, atBefore!,
        rowCount, block.address, block.rowBytes, precisions.address + 8 * top, sums.address + 8 * top,
      );
    }
    return this.#workspace.values(sums).slice(0, candidates);
  }
}
