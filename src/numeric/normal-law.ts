import { erf, scaledTail } from "./error-function.ts";
import { exponential } from "./exponential.ts";

const inverseSqrt2 = Math.SQRT1_2;
const inverseSqrt2Pi = 0.3989422804014327;
const certainLimit = 8.3; // from which on 1 - Φ(-x) is 1 in float64
const centralLimit = 0.6629126073623883; // where erf leaves its approximation around zero

/** φ(x) = exp(-x²/2) / √(2π). */
export function normalDensity(x: number): number {
  return inverseSqrt2Pi * exponential(-0.5 * x * x);
}

/** Φ(x) = P(N(0,1) <= x), with full relative precision in the lower tail, down to the smallest float64. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (!(size > centralLimit)) return 0.5 + 0.5 * erf(x * inverseSqrt2);
  if (x > certainLimit) return 1;
  const tail = size > 39 ? 0 : 0.5 * expMinusHalfSquare(size) * scaledTail(size * inverseSqrt2);
  return x < 0 ? tail : 1 - tail;
}

/** Φ(x) - 1/2, with full relative precision around zero. */
export function centralNormalCdf(x: number): number {
  return 0.5 * erf(x * inverseSqrt2);
}

/** ln Φ(x), with full relative precision in both tails; -Infinity below -1.8e154, where it exceeds the range of a float64. */
export function logNormalCdf(x: number): number {
  if (x > 0) return Math.log1p(-normalCdf(-x));
  if (x > -1) return Math.log(normalCdf(x));
  return Math.log(0.5 * scaledTail(-x * inverseSqrt2)) - 0.5 * x * x;
}

/** exp(-x²/2) to full relative precision. */
export function expMinusHalfSquare(x: number): number {
  const high = Math.fround(x);
  const low = 0.5 * (x - high) * (x + high);
  return exponential(-0.5 * high * high) * (1 - low * (1 - low * (1 / 2 - low / 6)));
}

/**
 * Φ⁻¹(p) by [Wichura1988], about 1e-16 relative for 1e-316 < p < 1; -Infinity at 0, Infinity at 1.
 * Throws a RangeError outside [0, 1].
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return centralQuantile(q);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`expected a probability in [0, 1], got ${p}`);
  const size = tailQuantile(Math.sqrt(-Math.log(q < 0 ? p : 1 - p)));
  return q < 0 ? -size : size;
}

/**
 * The x with ln Φ(x) = logP, for probabilities too small to be a float64 as well as for ordinary ones.
 * Throws a RangeError when logP > 0 or NaN.
 */
export function normalQuantileFromLog(logP: number): number {
  if (!(logP <= 0)) throw new RangeError(`expected the logarithm of a probability, got ${logP}`);
  if (logP > -0.5) return -normalQuantile(-Math.expm1(logP));
  if (logP > -700) return normalQuantile(Math.exp(logP));
  if (logP === -Infinity) return -Infinity;
  let x = -Math.sqrt(-2 * logP - Math.log(-4 * Math.PI * logP));
  for (let step = 0; step < 3; step++) x -= (logNormalCdf(x) - logP) / hazard(x);
  return x;
}

/** d ln Φ/dx = φ(x)/Φ(x) for x < -1. */
function hazard(x: number): number {
  return (2 * inverseSqrt2Pi) / scaledTail(-x * inverseSqrt2);
}

function centralQuantile(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
      45921.95393154987) * r + 13731.69376550946) * r + 1971.5909503065513) * r +
      133.14166789178438) * r + 3.3871328727963665;
  const denominator =
    ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r +
      21213.794301586597) * r + 5394.196021424751) * r + 687.1870074920579) * r +
      42.31333070160091) * r + 1;
  return (q * numerator) / denominator;
}

/** -Φ⁻¹(exp(-root²)) for root > 1.6. */
function tailQuantile(root: number): number {
  if (root === Infinity) return Infinity;
  if (root <= 5) {
    const r = root - 1.6;
    const numerator =
      ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
        1.2704582524523684) * r + 3.6478483247632045) * r + 5.769497221460691) * r +
        4.630337846156546) * r + 1.4234371107496835;
    const denominator =
      ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
        0.14810397642748008) * r + 0.6897673349851) * r + 1.6763848301838038) * r +
        2.053191626637759) * r + 1;
    return numerator / denominator;
  }
  const r = root - 5;
  const numerator =
    ((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) * r + 0.29656057182850487) * r + 1.7848265399172913) * r +
      5.463784911164114) * r + 6.657904643501103;
  const denominator =
    ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) * r + 0.014875361290850615) * r + 0.1369298809227358) * r +
      0.599832206555888) * r + 1;
  return numerator / denominator;
}
