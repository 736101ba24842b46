import { binaryEntropy, normalCdf, normalDensity } from "../../src/numeric/index.ts";

/** ∫ f(u) φ(u) du by the trapezoid rule, for a smooth f: converges faster than any power of the step. */
export function normalExpectation(f: (u: number) => number, nodes = 361, end = 9): number {
  const step = (2 * end) / (nodes - 1);
  let sum = 0;
  for (let k = 0; k < nodes; k++) {
    const u = -end + k * step;
    sum += step * normalDensity(u) * f(u);
  }
  return sum;
}

/**
 * E[h(p₊)] in nats, p₊ = Φ(A + B U), A = a/√(1 - r), B = √(r/(1 - r)), without the Gaussian-shaped approximation. Where B is large, h∘Φ
 * is narrower than the normal law, so the integral runs over its argument.
 */
export function exactExpectedEntropy(a: number, r: number): number {
  const [A, B] = [a / Math.sqrt(1 - r), Math.sqrt(r / (1 - r))];
  if (B <= 1) return normalExpectation((u) => entropyAt(A + B * u));
  const step = 18 / 360;
  return Array.from({ length: 361 }, (_, k) => -9 + k * step).reduce(
    (sum, x) => sum + (step * entropyAt(x) * normalDensity((x - A) / B)) / B,
    0,
  );
}

function entropyAt(x: number): number {
  return binaryEntropy(normalCdf(x));
}
