import type * as Tensorflow from "@tensorflow/tfjs";
import { largestShare, roughPart, type BulkScoring, type CovarianceParts, type KernelName, type Matrix, type UndecidedPoints } from "../numeric/index.ts";

type Tensor = Tensorflow.Tensor2D;

/** Candidates scored at a time, which bounds the memory of the device. */
const blockSize = 256;

const widthSquared = (Math.PI * Math.LN2) / 2;

/** r -> k(r), as in the engines. */
const covarianceFunctions: Record<KernelName, (tf: typeof Tensorflow, squared: Tensor) => Tensor> = {
  matern32(tf, squared) {
    const u = tf.sqrt(tf.mul(squared, 3));
    return tf.mul(tf.add(u, 1), tf.exp(tf.neg(u)));
  },
  matern52(tf, squared) {
    const u = tf.sqrt(tf.mul(squared, 5));
    return tf.mul(tf.add(tf.add(tf.div(tf.square(u), 3), u), 1), tf.exp(tf.neg(u)));
  },
  rbf: (tf, squared) => tf.exp(tf.mul(squared, -0.5)),
  "matern52+matern32": (tf, squared) => withRoughPart(tf, squared, "matern52"),
  "rbf+matern32": (tf, squared) => withRoughPart(tf, squared, "rbf"),
};

function withRoughPart(tf: typeof Tensorflow, squared: Tensor, smooth: KernelName): Tensor {
  const rough = covarianceFunctions.matern32(tf, tf.div(squared, roughPart.range ** 2));
  return tf.add(tf.mul(covarianceFunctions[smooth](tf, squared), 1 - roughPart.share), tf.mul(rough, roughPart.share));
}

/**
 * The score of the mutual information in the single precision of TensorFlow, `tf` being any of its packages for JavaScript. It takes
 * covariances, criterion and sum over the integration points to the device; only points, factors and scores cross over.
 */
export function createTensorflowScoring(tf: typeof Tensorflow): BulkScoring {
  return {
    reductions(points, covariance, candidatePrecisions) {
      if (points.compiled !== "expected-entropy") return undefined;
      const c = covariance.x.rows;
      const scores = new Float64Array(c);
      const fixed = tf.tidy(() => fixedTensors(tf, points, covariance));
      for (let first = 0; first < c; first += blockSize) {
        const rows = Int32Array.from({ length: Math.min(blockSize, c - first) }, (_, i) => first + i);
        const block = tf.tidy(() => blockScores(tf, covariance, fixed, rows, candidatePrecisions).dataSync());
        scores.set(block, first);
      }
      tf.dispose(Object.values(fixed).flat());
      return scores;
    },
  };
}

/** What is the same for all candidates, of the undecided points only. // [k] columns each */
type FixedTensors = {
  readonly coordinates: Tensor[]; // [1, k] for each dimension
  readonly factors: Tensor; // [r, k], the rows of `added` and `subtracted` one below the other
  readonly halfSquares: Tensor; // [1, k], a²/2
  readonly precision: Tensor;
  readonly pendingShare: Tensor;
  readonly weights: Tensor;
  readonly lossBefore: Tensor;
};

function fixedTensors(tf: typeof Tensorflow, points: UndecidedPoints, { z, added, subtracted }: CovarianceParts): FixedTensors {
  const row = (values: ArrayLike<number>): Tensor => tf.tensor2d(Float32Array.from(values), [1, values.length]);
  const halfSquares = row(points.a.map((a) => 0.5 * a * a));
  const pendingShare = row(points.pendingShare);
  return {
    coordinates: columnsOf(tf, z, points.rows).map((column) => tf.transpose(column)),
    factors: stack(tf, [added, ...subtracted].map(([, overZ]) => overZ), points.rows),
    halfSquares,
    precision: row(points.precision),
    pendingShare,
    weights: row(points.weights),
    lossBefore: expectedEntropy(tf, halfSquares, pendingShare), // by the same rounding as after the step
  };
}

/** Scores of some candidates. // [b] */
function blockScores(
  tf: typeof Tensorflow, { kernel, amplitude, x, added, subtracted }: CovarianceParts, fixed: FixedTensors, rows: Int32Array, precisions: Float64Array,
): Tensorflow.Tensor1D {
  const squared = columnsOf(tf, x, rows)
    .map((column, k) => tf.squaredDifference<Tensor>(column, fixed.coordinates[k]!))
    .reduce((sum, square) => tf.add(sum, square));
  const prior = tf.mul<Tensor>(covarianceFunctions[kernel](tf, squared), amplitude);
  const signed = stack(tf, [added[0], ...subtracted.map(([overX]) => negative(overX))], rows);
  const covariance = tf.add<Tensor>(prior, tf.matMul(signed, fixed.factors, true, false));
  const precision = tf.tensor2d(Float32Array.from(rows, (i) => precisions[i]!), [rows.length, 1]);
  const gained = tf.mul(tf.mul(tf.square(covariance), precision), fixed.precision);
  const share = tf.minimum<Tensor>(tf.add(fixed.pendingShare, gained), largestShare);
  const change = tf.sub(fixed.lossBefore, expectedEntropy(tf, fixed.halfSquares, share));
  return tf.sum<Tensorflow.Tensor1D>(tf.mul(change, fixed.weights), 1);
}

/** The loss of the mutual information; its formula stands with the acquisition function. */
function expectedEntropy(tf: typeof Tensorflow, halfSquares: Tensor, share: Tensor): Tensor {
  const narrowing = tf.reciprocal(tf.sub(widthSquared, tf.mul(share, widthSquared - 1)));
  const width = tf.sqrt(tf.mul(tf.sub(1, share), narrowing));
  return tf.mul(tf.mul(width, Math.LN2 * Math.sqrt(widthSquared)), tf.exp(tf.neg(tf.mul(halfSquares, narrowing))));
}

/** The chosen rows of a matrix, column by column. // [n, p] -> p times [rows, 1] */
function columnsOf(tf: typeof Tensorflow, { columns, data }: Matrix, rows: Int32Array): Tensor[] {
  return Array.from({ length: columns }, (_, k) => tf.tensor2d(Float32Array.from(rows, (i) => data[i * columns + k]!), [rows.length, 1]));
}

/** The chosen columns of matrices one below the other. // [r, n] each -> [Σ r, columns] */
function stack(tf: typeof Tensorflow, matrices: readonly Matrix[], columns: Int32Array): Tensor {
  const height = matrices.reduce((sum, { rows }) => sum + rows, 0);
  const values = new Float32Array(height * columns.length);
  let t = 0;
  for (const { data, rows, columns: width } of matrices) {
    for (let i = 0; i < rows; i++) for (const j of columns) values[t++] = data[i * width + j]!;
  }
  return tf.tensor2d(values, [height, columns.length]);
}

function negative({ rows, columns, data }: Matrix): Matrix {
  return { rows, columns, data: data.map((value) => -value) };
}
