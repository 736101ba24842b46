const halfLog2Pi = 0.9189385332046727;

/** ln Γ(2 + z) / z on |z| <= 1/2, highest power first: a Chebyshev fit of 4e-17. */
const aroundTwo = Float64Array.of(
  2.7475390051909663e-7, -5.811277768921246e-7, 9.242852225162277e-7, -1.9743106888421067e-6, 4.3828545383846665e-6,
  -9.45628851510172e-6, 2.050601970174762e-5, -4.4923727564247656e-5, 9.945761692157133e-5, -0.00022315497746292723,
  0.0005096695196526673, -0.0011927539009983087, 0.002890510330865901, -0.007385551028935545, 0.02058080842778338,
  -0.06735230105319563, 0.3224670334241132, 0.42278433509846713,
);

/**
 * ln Γ(x) for x > 0, to about 1e-15 relative, also next to its zeros at 1 and 2.
 * Throws a RangeError unless x > 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`expected x > 0 in ln Γ(x), got ${x}`);
  if (x >= 10) return stirlingSeries(x);
  if (x < 0.5) return nearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  let product = 1;
  let y = x;
  while (y > 2.5) product *= --y;
  return Math.log(product) + nearTwo(y - 2);
}

/** ln Γ(2 + z) for |z| <= 1/2. */
function nearTwo(z: number): number {
  let sum = 0;
  for (let i = 0; i < aroundTwo.length; i++) sum = sum * z + aroundTwo[i];
  return z * sum;
}

/** The asymptotic series up to x⁻¹³, for x >= 10. */
function stirlingSeries(x: number): number {
  if (x > 1e18) return x * (Math.log(x) - 1); // the rest is below rounding, and x - 1/2 is x
  const y = 1 / (x * x);
  const series =
    (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y / 156)))))) / x;
  return (x - 0.5) * Math.log(x) - x + halfLog2Pi + series;
}
