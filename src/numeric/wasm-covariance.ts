import { weakenings, type CovarianceAlgebra, type EvidenceOfValues, type Moments, type ProcessPrior } from "./covariance-algebra.ts";
import { smallestJitter } from "./cholesky.ts";
import { kernelNumbers, type Kernels } from "./kernels.ts";
import { NotPositiveDefiniteError } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { type Placed, type Workspace } from "./workspace.ts";

/** Rows of V up to which they are subtracted one by one. */
const fewRows = 8;

/** Columns of a product with a triangle that are done at a time, up to the last row that is not zero. */
const triangleColumns = 64;

const fewestColumns = 256; // of a block: fewer would not pay for the panels of a product

/** Points in the memory of the kernels. */
interface PlacedPoints {
  readonly count: number;
  readonly coordinates: Placed; // [p, ⌈count / 4⌉ · 4]
  readonly terms: Placed; // [b, ⌈count / 4⌉ · 4], each times the standard deviation of its coefficient
}

/** Covariances that never leave the memory of the kernels but in what is made of them. */
export class WasmCovariance implements CovarianceAlgebra {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #blockValues: number; // of covariances that are worked on at a time

  constructor(kernels: Kernels, workspace: Workspace, blockValues: number) {
    this.#kernels = kernels;
    this.#workspace = workspace;
    this.#blockValues = blockValues;
  }

  priorCovariance(prior: ProcessPrior, x: Matrix, z: Matrix): Matrix {
    this.#workspace.clear();
    const points = this.#placePoints(prior, x);
    const result = zeros(x.rows, z.rows);
    if (x === z) {
      const place = this.#workspace.placeSquare(x.rows);
      const { kernel, lengthscales } = prior;
      const { coordinates } = points;
      this.#kernels.symmetricKernelMatrix(
        kernelNumbers[kernel], lengthscales.length, x.rows, coordinates.address, coordinates.rowBytes, place.address, place.rowBytes,
      );
      this.#addMean(prior, points, points.terms, place, x.rows, 0, coordinates.columns);
      this.#workspace.copyOut(place, result, 0, x.rows);
      return result;
    }
    this.#forBlocks(prior, points, z, (block, from, count) => this.#workspace.copyOut(block, result, from, count));
    return result;
  }

  posteriorCovariance(prior: ProcessPrior, x: Matrix, z: Matrix, v: Matrix, w: Matrix): Matrix {
    this.#workspace.clear();
    const points = this.#placePoints(prior, x);
    const left = this.#workspace.placeCopy(v);
    const width = this.#blockWidth(z.rows, Math.max(x.rows, w.rows / 8)); // fewer where W has so many rows that a block of it leaves the cache
    const right = this.#workspace.place(w.rows, width);
    const result = zeros(x.rows, z.rows);
    this.#forBlocks(prior, points, z, (block, from, count) => {
      const target = [block.address, block.rowBytes] as const;
      if (count % 2 === 1) this.#workspace.values(right).fill(0); // what fills up a row is read too
      this.#workspace.copyIn(right, w, from, count);
      if (v.rows >= fewRows) this.#kernels.addProduct(x.rows, count, v.rows, -1, ...target, left.address, 8, left.rowBytes, right.address, right.rowBytes, 8);
      else this.#kernels.subtractFewRows(x.rows, count + (count % 2), v.rows, ...target, left.address, left.rowBytes, right.address, right.rowBytes);
      this.#workspace.copyOut(block, result, from, count);
    }, width);
    return result;
  }

  whitenedCovariance(prior: ProcessPrior, x: Matrix, factor: Matrix, z: Matrix): Matrix {
    this.#workspace.clear();
    const points = this.#placePoints(prior, x);
    const triangle = this.#workspace.placeCopy(factor);
    const result = zeros(x.rows, z.rows);
    this.#forBlocks(prior, points, z, (block, from, count) => {
      this.#kernels.solveLower(x.rows, count, triangle.address, triangle.rowBytes, block.address, block.rowBytes);
      this.#workspace.copyOut(block, result, from, count);
    });
    return result;
  }

  conditionMoments(prior: ProcessPrior, x: Matrix, factor: Matrix, b: Float64Array, z: Matrix, { mean, variance }: Moments): void {
    this.#workspace.clear();
    const points = this.#placePoints(prior, x);
    const triangle = this.#workspace.placeCopy(factor);
    const [residuals, means, variances] = [b, mean, variance].map((values) => this.#workspace.placeValues(values)) as [Placed, Placed, Placed];
    this.#forBlocks(prior, points, z, (block, from, count) => {
      this.#kernels.solveLower(x.rows, count, triangle.address, triangle.rowBytes, block.address, block.rowBytes);
      this.#kernels.conditionOnRows(
        x.rows, count, block.address, block.rowBytes, residuals.address, means.address + 8 * from, variances.address + 8 * from,
      );
    });
    mean.set(this.#workspace.values(means).subarray(0, mean.length));
    variance.set(this.#workspace.values(variances).subarray(0, variance.length));
  }

  correlatedNormals(prior: ProcessPrior, z: Matrix, subtracted: readonly Matrix[], deviations: Float64Array, normals: Matrix): Matrix {
    const m = z.rows;
    this.#workspace.clear();
    const points = this.#placePoints(prior, z);
    const rows = subtracted.map((matrix) => this.#workspace.placeCopy(matrix));
    const scale = this.#workspace.placeValues(deviations.map((deviation) => (deviation > 0 ? 1 / deviation : 0)));
    const place = this.#workspace.placeSquare(m);
    const isFactorised = weakenings.some((weakening) => {
      this.#buildLower(prior, points, place);
      for (const v of rows) this.#kernels.subtractGram(m, v.rows, place.address, place.rowBytes, v.address, v.rowBytes);
      this.#kernels.toCorrelations(m, place.address, place.rowBytes, scale.address, 1 - weakening);
      return this.#kernels.factorise(m, place.address, place.rowBytes) < 0;
    });
    if (!isFactorised) throw new NotPositiveDefiniteError(0, m);
    this.#kernels.clearUpper(m, place.address, place.rowBytes);
    const right = this.#workspace.placeCopy(normals);
    const product = this.#workspace.place(normals.rows, m);
    this.#workspace.values(product).fill(0);
    for (let from = 0; from < m; from += triangleColumns) {
      const to = Math.min(from + triangleColumns, m);
      this.#kernels.addProduct(
        normals.rows, to - from, to, 1, product.address + 8 * from, product.rowBytes, right.address, right.rowBytes, 8,
        place.address + from * place.rowBytes, 8, place.rowBytes,
      );
    }
    const result = zeros(normals.rows, m);
    this.#workspace.copyOut(product, result, 0, m);
    return result;
  }

  logDensity(prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array, y: Float64Array): number {
    return this.#factorised(prior, x, noiseVariances, y).value;
  }

  logDensityWithGradient(prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array, y: Float64Array): EvidenceOfValues {
    const { value, points: { coordinates }, factor, whitened } = this.#factorised(prior, x, noiseVariances, y);
    const { kernel, lengthscales: { length: p }, amplitude } = prior;
    const n = x.rows;
    this.#kernels.solveLowerTransposed(n, 1, factor.address, factor.rowBytes, whitened.address, whitened.rowBytes);
    this.#kernels.invertFactorised(n, factor.address, factor.rowBytes);
    const weights = this.#workspace.place(1, coordinates.columns);
    this.#workspace.values(weights).fill(0).set(this.#workspace.values(whitened));
    const slopes = this.#workspace.place(1, coordinates.columns);
    const sums = this.#workspace.place(1, 1 + p);
    this.#workspace.values(sums).fill(0);
    const trace = this.#kernels.addWeightedKernel(
      kernelNumbers[kernel], p, n, coordinates.address, coordinates.rowBytes,
      factor.address, factor.rowBytes, weights.address, slopes.address, sums.address,
    );
    const gradient = new Float64Array(1 + p + 1);
    gradient.set(this.#workspace.values(sums));
    for (let k = 0; k <= p; k++) gradient[k] = (-amplitude * gradient[k]) / 2;
    gradient[p + 1] = -trace / 2;
    return { value, gradient };
  }

  /** L with L Lᵀ = c(x, x) + diag(noise), jitter included where it must be, and L⁻¹ y. */
  #factorised(prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array, y: Float64Array): {
    readonly value: number; readonly points: PlacedPoints; readonly factor: Placed; readonly whitened: Placed;
  } {
    const n = x.rows;
    this.#workspace.clear();
    const points = this.#placePoints(prior, x);
    const factor = this.#workspace.placeSquare(n);
    const whitened = this.#workspace.place(n, 1);
    const diagonal = (values: Float64Array, i: number): number => values[i * (factor.columns + 1)];
    const attempt = (jitter: number): number => {
      this.#buildLower(prior, points, factor);
      const values = this.#workspace.values(factor);
      for (let i = 0; i < n; i++) values[i * (factor.columns + 1)] += noiseVariances[i] + jitter;
      return this.#kernels.factorise(n, factor.address, factor.rowBytes);
    };
    const row = attempt(0);
    if (row >= 0) {
      let meanDiagonal = prior.amplitude + prior.meanVariance;
      for (let i = 0; i < n; i++) {
        meanDiagonal += noiseVariances[i] / n;
        for (const [k, variance] of prior.termVariances.entries()) {
          meanDiagonal += (variance * x.data[i * x.columns + prior.lengthscales.length + k] ** 2) / n;
        }
      }
      smallestJitter(n, meanDiagonal, (jitter) => {
        const failing = attempt(jitter);
        return failing < 0 ? undefined : { row: failing, value: diagonal(this.#workspace.values(factor), failing) };
      });
    }
    this.#workspace.values(whitened).set(y);
    this.#kernels.solveLower(n, 1, factor.address, factor.rowBytes, whitened.address, whitened.rowBytes);
    const [l, b] = [this.#workspace.values(factor), this.#workspace.values(whitened)];
    let value = (-n / 2) * Math.log(2 * Math.PI);
    for (let i = 0; i < n; i++) value -= b[i] ** 2 / 2 + Math.log(diagonal(l, i));
    return { value, points, factor, whitened };
  }

  /** Calls back with blocks of the columns of c(x, z), one after the other in the same place. */
  #forBlocks(
    prior: ProcessPrior, points: PlacedPoints, z: Matrix, visit: (block: Placed, from: number, count: number) => void,
    width = this.#blockWidth(z.rows, points.count),
  ): void {
    const { kernel, lengthscales } = prior;
    const others = this.#placePoints(prior, z);
    const block = this.#workspace.place(points.count, width);
    for (let from = 0; from < z.rows; from += width) {
      const count = Math.min(width, z.rows - from);
      this.#kernels.kernelRows(
        kernelNumbers[kernel], lengthscales.length, 0, points.count, count, points.coordinates.address, points.coordinates.rowBytes,
        others.coordinates.address + 8 * from, others.coordinates.rowBytes, block.address, block.rowBytes,
      );
      this.#addMean(prior, points, others.terms, block, points.count, from, Math.min(width, Math.ceil(count / 2) * 2));
      visit(block, from, count);
    }
  }

  /** Columns of a block of so many rows, in whole groups of four. */
  #blockWidth(columns: number, rows: number): number {
    return Math.min(Math.ceil(columns / 4), Math.max(fewestColumns / 4, Math.floor(this.#blockValues / rows / 4))) * 4;
  }

  /** The lower triangle of c(x, x). */
  #buildLower({ kernel, lengthscales, amplitude, meanVariance }: ProcessPrior, { coordinates, terms, count }: PlacedPoints, place: Placed): void {
    this.#kernels.lowerCovariance(
      kernelNumbers[kernel], lengthscales.length, count, coordinates.address, coordinates.rowBytes, place.address, place.rowBytes,
      amplitude, meanVariance, terms.rows, terms.address, terms.rowBytes,
    );
  }

  /** k -> amplitude k + the part of the mean, of the columns that begin with the point `from` of z. */
  #addMean(prior: ProcessPrior, { terms }: PlacedPoints, others: Placed, place: Placed, rows: number, from: number, columns: number): void {
    this.#kernels.scaleAndAddFewRows(
      rows, columns, terms.rows, place.address, place.rowBytes, prior.amplitude, prior.meanVariance,
      terms.address, terms.rowBytes, others.address + 8 * from, others.rowBytes,
    );
  }

  #placePoints(prior: ProcessPrior, x: Matrix): PlacedPoints {
    return { count: x.rows, coordinates: this.#workspace.placeCoordinates(x, prior.lengthscales), terms: this.#placeTerms(prior, x) };
  }

  /** The terms of points, term after term. */
  #placeTerms({ lengthscales: { length: p }, termVariances }: ProcessPrior, { rows, columns, data }: Matrix): Placed {
    const placed = this.#workspace.place(termVariances.length, Math.ceil(rows / 4) * 4);
    const values = this.#workspace.values(placed);
    for (let k = 0; k < termVariances.length; k++) {
      const factor = Math.sqrt(termVariances[k]);
      for (let i = 0, from = p + k, to = k * placed.columns; i < rows; i++, from += columns, to++) values[to] = factor * data[from];
      values.fill(0, k * placed.columns + rows, (k + 1) * placed.columns);
    }
    return placed;
  }
}
