import { integratedReduction, type AcquisitionFunction } from "../src/proposal/index.ts";

/** C² of the best Gaussian-shaped fit h(Φ(x)) ≈ ln 2 · exp(-x²/(2 C²)) to the binary entropy h in nats. */
const widthSquared = (Math.PI * Math.LN2) / 2;
const scale = Math.LN2 * Math.sqrt(widthSquared);

/**
 * Mutual information between an evaluation and the excursion set, averaged over the domain (the default).
 *
 *   Score(x) = ∫ { h(p(z)) - E[h(p₊(z))] } dw(z),  h the binary entropy, p₊ the excursion probability after x is evaluated.
 *
 * In words: how many nats the answer at x is expected to tell about on which side of the threshold each point lies. Unlike a
 * criterion that looks at x alone it does not fall for the edge of the domain, where little else can be learned.
 *
 * With p₊ = Φ(A + B U), A = t/s₊, B = √v/s₊, the expectation is taken with h∘Φ in its Gaussian-shaped approximation [Houlsby2011]:
 *   E[h(p₊)] ≈ ln 2 · C/√(C² + B²) · exp{-A²/(2(C² + B²))},  C = √(π ln 2/2), within 1.9e-3 nat of it.
 */
export const mutualInformation: AcquisitionFunction = {
  name: "mutual-information",
  prepare: (context) => integratedReduction(context, (_, weights) => ({ loss: expectedEntropy, compiled: "expected-entropy", weights })),
};

/** The formula above with both fractions multiplied by (1 - r)s², which leaves a = t/s and r = v/s². */
export function expectedEntropy(a: number, r: number): number {
  const narrowing = 1 / (widthSquared - (widthSquared - 1) * r);
  return scale * Math.sqrt((1 - r) * narrowing) * Math.exp(-0.5 * a * a * narrowing);
}
