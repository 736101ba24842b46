import { normalCdf, normalDensity } from "../src/numeric/index.ts";
import {
  negligibleVariance,
  type AcquisitionContext,
  type AcquisitionFunction,
  type AcquisitionTerm,
  type Score,
} from "../src/proposal/index.ts";

/** Trapezoid nodes in the standardised outcome U. */
const step = 0.25;
const nodes = Float64Array.from({ length: 49 }, (_, k) => step * (k - 24)); // ±6

/**
 * Expected absolute volume change [Letham2022].
 *
 *   Score(x) = E |∫ p₊(z) - p(z) dw| = ∫ φ(u) |Σ_z w_z {Φ((t_z + b_z u)/s₊(z)) - p_z}| du,
 *   b_z = c_P(z, x)/√(s_P²(x) + τ²),  s₊² = s_P² - b²,
 *
 * one standard normal u for all z, so the sign of b matters: gains here and losses there cancel.
 * In words: by how much the size of the excursion set may change with the answer at x. Pending points take their variance away; how
 * far their outcomes will move the mean is not averaged over.
 */
export const eavc: AcquisitionFunction = { name: "eavc", prepare };

function prepare({ terms, weights }: AcquisitionContext): Score {
  const prepared = terms.map((term) => prepareTerm(term, weights));
  return (candidates) => {
    const scores = new Float64Array(candidates.n);
    for (const { weight, lookAhead, change } of prepared) {
      const covariance = lookAhead.covariance(candidates);
      const predictiveVariance = lookAhead.predictiveVariance(candidates);
      for (let i = 0; i < candidates.n; i++) {
        if (!(predictiveVariance[i] > negligibleVariance)) continue; // its outcome is known beforehand
        const row = covariance.data.subarray(i * covariance.columns, (i + 1) * covariance.columns);
        scores[i] += weight * change(row, 1 / Math.sqrt(predictiveVariance[i]));
      }
    }
    return scores;
  };
}

/** What does not depend on the candidate, and the integral over u for one candidate's covariances. */
function prepareTerm({ lookAhead, threshold, side, weight }: AcquisitionTerm, weights: Float64Array) {
  const { mean, variance, pendingReduction } = lookAhead;
  const sign = side === "above" ? 1 : -1;
  const remaining = variance.map((before, j) => before - pendingReduction[j]);
  const rows = Int32Array.from(weights.keys()).filter((j) => remaining[j] > negligibleVariance);
  const volume = new Float64Array(nodes.length); // Σ w (p₊ - p) at each node

  function change(covariance: Float64Array, scale: number): number {
    volume.fill(0);
    for (const j of rows) {
      const b = sign * covariance[j] * scale;
      const share = Math.min((b * b) / remaining[j], 1 - 1e-12);
      if (share < 1e-16) continue;
      const s = Math.sqrt(remaining[j] * (1 - share));
      const [offset, slope] = [(sign * (mean[j] - threshold)) / s, b / s];
      const p = tabulatedCdf(offset * Math.sqrt(1 - share));
      for (let k = 0; k < nodes.length; k++) volume[k] += weights[j] * (tabulatedCdf(offset + slope * nodes[k]) - p);
    }
    return volume.reduce((sum, value, k) => sum + step * normalDensity(nodes[k]) * Math.abs(value), 0);
  }

  return { weight, lookAhead, change };
}

/** Φ on ±8 in steps of 1/512, between which it is linear to 1.2e-7. */
const table = Float64Array.from({ length: 8194 }, (_, i) => normalCdf(i / 512 - 8));

function tabulatedCdf(x: number): number {
  if (x <= -8) return 0;
  if (x >= 8) return 1;
  const position = (x + 8) * 512;
  const i = position | 0;
  return table[i] + (position - i) * (table[i + 1] - table[i]);
}
