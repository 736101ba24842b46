/** h(p) = -p ln p - (1 - p) ln(1 - p) in nats, with h(0) = h(1) = 0; NaN outside [0, 1]. */
export function binaryEntropy(p: number): number {
  if (p === 0 || p === 1) return 0;
  return -p * Math.log(p) - (1 - p) * Math.log1p(-p);
}
