import { exponential } from "./exponential.ts";
import { centralNormalCdf, expMinusHalfSquare, normalCdf } from "./normal-law.ts";

/*
 * Two quadratures cover every case. Let c = hb. Up to c = 3.5 the integral over 0 .. b is done by the 26-point
 * Gauss-Legendre rule on -b .. b, 13 evaluations as the integrand is even [Patefield2000, method T5]; beyond, the integral
 * over b .. ∞ by a Gauss-Laguerre rule in w = h²(u² - b²)/2.
 */

const innerLimit = 3.5;
const vanishing = 39; // Φ(-39) is below the smallest float64
const inverse2Pi = 0.15915494309189535;

/** Squares of the positive nodes of the 26-point Gauss-Legendre rule, and their weights. */
const legendreSquares = Float64Array.of(
  0.0035082039676451716, 0.031279042338030756, 0.08526682628321945, 0.16245071730812277, 0.25851196049125436,
  0.3680755384069753, 0.485010929056047, 0.6027751415261857, 0.7147788421775323, 0.814755109887601, 0.8971102975594897,
  0.9572380808594426, 0.991788329746297,
);
const legendreWeights = Float64Array.of(
  0.11832141527926228, 0.11666044348529658, 0.11336181654631966, 0.10847184052857659, 0.10205916109442542,
  0.09421380035591415, 0.08504589431348523, 0.07468414976565975, 0.06327404632957484, 0.05097582529714781,
  0.037962383294362766, 0.02441785109263191, 0.010551372617343006,
);

/** Twice the nodes of the 16-point Gauss-Laguerre rule, and their weights; the last two are too small to count. */
const laguerreNodes = Float64Array.of(
  0.17529882095785568, 0.9253926578301617, 2.282115549662454, 4.258567290196761, 6.874173267786413, 10.156037229099535,
  14.140677070096467, 18.876628672783877, 24.42844673773232, 30.883054737563235, 38.36031371350627, 47.031811387983815,
  57.15745948576428, 69.16679740457324,
);
const laguerreWeights = Float64Array.of(
  0.206151714957801, 0.3310578549508842, 0.26579577764421414, 0.13629693429637754, 0.04732892869412522,
  0.011299900080339454, 0.0018490709435263109, 0.00020427191530827845, 1.4844586873981299e-5, 6.828319330871199e-7,
  1.8810248410796733e-8, 2.8623502429738814e-10, 2.1270790332241028e-12, 6.297967002517868e-15,
);

/**
 * Owen's T(h, b) = (1/2π) ∫₀ᵇ exp(-h²(1 + u²)/2) / (1 + u²) du, the probability that X > |h| and 0 < Y < bX [Owen1956];
 * about 1e-14 relative for all h and b, infinite ones included.
 */
export function owensT(h: number, b: number): number {
  const x = Math.abs(h);
  const slope = Math.abs(b);
  if (x === 0) return Math.atan(b) * inverse2Pi;
  if (x > vanishing) return 0;
  const c = x * slope;
  let value: number;
  if (c > innerLimit) value = 0.5 * normalCdf(-x) - (c < 9 ? outerIntegral(x, c) : 0);
  else if (slope <= 1) value = innerIntegral(x, slope);
  else {
    const p = normalCdf(-x);
    const q = normalCdf(-c);
    value = 0.5 * (p + q) - p * q - innerIntegral(c, 1 / slope);
  }
  return b < 0 ? -value : value;
}

/** P(X > h, Y > bX) = Φ(-h)/2 - T(h, b) for h, b >= 0, without the cancellation: about 1e-12 relative. */
export function owensTComplement(h: number, b: number): number {
  if (h === 0) return Math.atan2(1, b) * inverse2Pi;
  if (h > vanishing) return 0;
  const c = h * b;
  if (c > innerLimit) return outerIntegral(h, c);
  if (b <= 1) return 0.5 * normalCdf(-h) - innerIntegral(h, b);
  return innerIntegral(c, 1 / b) - normalCdf(-c) * centralNormalCdf(h);
}

/** T(h, b) for 0 <= b <= 1 and hb <= 3.5. */
function innerIntegral(h: number, b: number): number {
  const b2 = b * b;
  const scale = -0.5 * h * h * b2;
  let sum = 0;
  for (let i = 0; i < 13; i++) {
    const square = legendreSquares[i];
    sum += (legendreWeights[i] * exponential(scale * square)) / (1 + b2 * square);
  }
  return inverse2Pi * b * expMinusHalfSquare(h) * sum;
}

/** (h/2π) exp(-h²/2) ∫_c^∞ exp(-x²/2) / (h² + x²) dx for c >= 3.5. */
function outerIntegral(h: number, c: number): number {
  if (c > vanishing) return 0;
  const c2 = c * c;
  const r2 = h * h + c2;
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const node = laguerreNodes[i];
    sum += laguerreWeights[i] / ((r2 + node) * Math.sqrt(c2 + node));
  }
  return inverse2Pi * h * expMinusHalfSquare(h) * expMinusHalfSquare(c) * sum;
}
