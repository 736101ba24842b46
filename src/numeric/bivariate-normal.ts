import { normalCdf } from "./normal-law.ts";
import { owensTComplement } from "./owens-t.ts";

/**
 * Φ₂(h, k; ρ) = P(X <= h, Y <= k) for standard normal X, Y with correlation ρ.
 * The quadrant is cut by the ray from the origin through its corner into pieces that Owen's T gives [Owen1956]; for h, k < 0
 * they add up without cancellation, so that small probabilities keep their relative precision.
 * Throws a RangeError unless |ρ| <= 1.
 */
export function bivariateNormalCdf(h: number, k: number, rho: number): number {
  if (!(Math.abs(rho) <= 1)) throw new RangeError(`expected a correlation in [-1, 1], got ${rho}`);
  if (h === -Infinity || k === -Infinity) return 0;
  if (h === Infinity || rho === 1 && h >= k) return normalCdf(k);
  if (k === Infinity || rho === 1) return normalCdf(h);
  if (h <= 0 && k <= 0) return cornerBelow(Math.abs(h), Math.abs(k), rho);
  if (h > 0 && k > 0) return 1 - normalCdf(-h) - normalCdf(-k) + cornerBelow(h, k, rho);
  return h <= 0 ? cornerAcross(Math.abs(h), k, rho) : cornerAcross(Math.abs(k), h, rho);
}

/** P(X <= -h, Y <= -k) for h, k >= 0. */
function cornerBelow(h: number, k: number, rho: number): number {
  const root = Math.sqrt((1 - rho) * (1 + rho));
  if (root === 0) return 0;
  if (h === 0 && k === 0) return Math.atan2(root, -rho) / (2 * Math.PI);
  return beyond(h, offset(k, h, rho) / root) + beyond(k, offset(h, k, rho) / root);
}

/** P(X <= -h, Y <= k) for h >= 0, k > 0. */
function cornerAcross(h: number, k: number, rho: number): number {
  const root = Math.sqrt((1 - rho) * (1 + rho));
  if (root === 0) return h >= k ? 0 : normalCdf(-h) - normalCdf(-k);
  return beyond(h, -offset(k, h, -rho) / root) - beyond(k, offset(h, k, -rho) / root);
}

/** P(U > h, V > U c/h) for independent standard normal U, V and h >= 0. */
function beyond(h: number, c: number): number {
  if (c >= 0) return owensTComplement(h, c / h);
  return normalCdf(-h) - owensTComplement(h, -c / h);
}

/** k - ρh, without cancellation where |ρ| is near 1. */
function offset(k: number, h: number, rho: number): number {
  return rho >= 0 ? k - h + (1 - rho) * h : k + h - (1 + rho) * h;
}
