const halfLog2Pi = 0.9189385332046727;

/** ln Γ(x) for x > 0; throws a RangeError otherwise. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`expected x > 0, got ${x}`);
  let product = 1;
  let y = x;
  for (; y < 12; y++) product *= y;
  const z = 1 / (y * y);
  const series =
    ((((((1 / 156) * z - 691 / 360360) * z + 1 / 1188) * z - 1 / 1680) * z + 1 / 1260) * z - 1 / 360) * z + 1 / 12;
  return (y - 0.5) * Math.log(y) - y + halfLog2Pi + series / y - Math.log(product);
}
