import { normalCdf } from "./normal-law.ts";
import { owensT } from "./owens-t.ts";

/** Φ₂(h, k; ρ) = P(X <= h, Y <= k) for standard normal X, Y with correlation ρ. Throws a RangeError unless |ρ| <= 1. */
export function bivariateNormalCdf(h: number, k: number, rho: number): number {
  if (!(Math.abs(rho) <= 1)) throw new RangeError(`expected a correlation in [-1, 1], got ${rho}`);
  if (rho === 1) return normalCdf(Math.min(h, k));
  if (rho === -1) return h + k <= 0 ? 0 : normalCdf(h) - normalCdf(-k);
  const root = Math.sqrt((1 - rho) * (1 + rho));
  if (h === 0 && k === 0) return 0.25 + Math.asin(rho) / (2 * Math.PI);
  const slopeH = h === 0 ? Math.sign(k) * Infinity : (k / h - rho) / root;
  const slopeK = k === 0 ? Math.sign(h) * Infinity : (h / k - rho) / root;
  const opposite = h * k < 0 || (h * k === 0 && h + k < 0);
  return 0.5 * (normalCdf(h) + normalCdf(k)) - owensT(h, slopeH) - owensT(k, slopeK) - (opposite ? 0.5 : 0);
}
