import { exponential } from "./exponential.ts";

/*
 * erf, erfc and erfcx, each to about 1e-15 relative, by the rational approximations of [Cody1969]:
 * one around zero, one for 0.46875 .. 4, and one in 1/x² beyond.
 */

const inverseSqrtPi = 0.5641895835477563;
const smallLimit = 0.46875;

/** erf(x) = (2/√π) ∫₀ˣ exp(-t²) dt. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= smallLimit) return x * smallRatio(x * x);
  if (size > 6) return Math.sign(x);
  const value = 1 - expMinusSquare(size) * scaledTail(size);
  return x < 0 ? -value : value;
}

/** erfc(x) = 1 - erf(x), with full relative precision for large x. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= smallLimit) return 1 - x * smallRatio(x * x);
  const tail = size < 28 ? expMinusSquare(size) * scaledTail(size) : size >= 28 ? 0 : Number.NaN;
  return x < 0 ? 2 - tail : tail;
}

/** erfcx(x) = exp(x²) erfc(x), finite for x > -26.6. */
export function erfcx(x: number): number {
  if (Math.abs(x) <= smallLimit) return Math.exp(x * x) * (1 - x * smallRatio(x * x));
  return x < 0 ? 2 / expMinusSquare(x) - scaledTail(-x) : scaledTail(x);
}

/** exp(-x²) to full relative precision: x² is split into a part without rounding and a small remainder. */
function expMinusSquare(x: number): number {
  const high = Math.fround(x);
  const low = (x - high) * (x + high);
  return exponential(-high * high) * (1 - low * (1 - low * (1 / 2 - low / 6)));
}

/** erfcx(x) for x >= 0.46875. */
export function scaledTail(x: number): number {
  if (x > 4) return farTail(x);
  const numerator =
    (((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388377) * x + 66.11919063714163) * x +
      298.6351381974001) * x + 881.952221241769) * x + 1712.0476126340707) * x + 2051.0783778260716) * x + 1230.3393547979972;
  const denominator =
    (((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) * x + 4362.619090143247) * x + 3439.3676741437216) * x + 1230.3393548037495;
  return numerator / denominator;
}

function farTail(x: number): number {
  const y = 1 / (x * x);
  const numerator =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y +
      0.016083785148742275) * y + 0.0006587491615298378;
  const denominator =
    ((((y + 2.568520192289822) * y + 1.8729528499234673) * y + 0.5279051029514285) * y + 0.06051834131244132) * y +
    0.0023352049762686918;
  return (inverseSqrtPi - (y * numerator) / denominator) / x;
}

/** erf(x) / x for |x| <= 0.46875, as a function of y = x². */
function smallRatio(y: number): number {
  const numerator =
    (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y + 3209.3775891384694;
  const denominator = (((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171;
  return numerator / denominator;
}
