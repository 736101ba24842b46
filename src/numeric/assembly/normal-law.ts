import { exponential } from "./exponential";

/*
 * Φ and ln Φ one value at a time, by the rational approximations of [Cody1969]: the same as in `normal-law.ts` and
 * `error-function.ts` of the room.
 */

const inverseSqrt2: f64 = 0.7071067811865476;
const inverseSqrtPi: f64 = 0.5641895835477563;
const centralLimit: f64 = 0.6629126073623883; // where erf leaves its approximation around zero

/** Φ(x), with full relative precision in the lower tail. */
export function normalCdf(x: f64): f64 {
  const size = abs(x);
  if (!(size > centralLimit)) {
    const z = x * inverseSqrt2;
    return 0.5 + 0.5 * z * smallRatio(z * z);
  }
  const tail: f64 = size > 39 ? 0 : 0.5 * expMinusHalfSquare(size) * scaledTail(size * inverseSqrt2);
  return x < 0 ? tail : 1 - tail;
}

/** ln Φ(x), with full relative precision in both tails. */
export function logNormalCdf(x: f64): f64 {
  if (x > 0) return NativeMath.log1p(-normalCdf(-x));
  if (x > -1) return NativeMath.log(normalCdf(x));
  return NativeMath.log(0.5 * scaledTail(-x * inverseSqrt2)) - 0.5 * x * x;
}

/** exp(-x²/2) to full relative precision: x² is split into a part without rounding and a small remainder. */
export function expMinusHalfSquare(x: f64): f64 {
  const high = <f64>(<f32>x);
  const low = 0.5 * (x - high) * (x + high);
  return exponentialOf(-0.5 * high * high) * (1 - low * (1 - low * (0.5 - low / 6)));
}

// @ts-ignore: decorator
@inline
function exponentialOf(x: f64): f64 {
  return f64x2.extract_lane(exponential(f64x2.splat(x)), 0);
}

/** erfcx(x) for x >= 0.46875. */
function scaledTail(x: f64): f64 {
  if (x > 4) return farTail(x);
  const numerator: f64 =
    (((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388377) * x + 66.11919063714163) * x +
      298.6351381974001) * x + 881.952221241769) * x + 1712.0476126340707) * x + 2051.0783778260716) * x + 1230.3393547979972;
  const denominator: f64 =
    (((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) * x + 4362.619090143247) * x + 3439.3676741437216) * x + 1230.3393548037495;
  return numerator / denominator;
}

function farTail(x: f64): f64 {
  const y = 1 / (x * x);
  const numerator: f64 =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y +
      0.016083785148742275) * y + 0.0006587491615298378;
  const denominator: f64 =
    ((((y + 2.568520192289822) * y + 1.8729528499234673) * y + 0.5279051029514285) * y + 0.06051834131244132) * y +
    0.0023352049762686918;
  return (inverseSqrtPi - (y * numerator) / denominator) / x;
}

/** erf(x) / x for |x| <= 0.46875, as a function of y = x². */
function smallRatio(y: f64): f64 {
  const numerator: f64 =
    (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y + 3209.3775891384694;
  const denominator: f64 = (((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171;
  return numerator / denominator;
}
