/** The natural cubic spline through values at 0, 1, 2, ..., constant beyond its ends. */
export function naturalSpline(values: readonly number[]): (t: number) => number {
  const last = values.length - 1;
  const second = secondDerivatives(values);
  return (t) => {
    const i = Math.min(Math.max(Math.floor(t), 0), last - 1);
    const b = Math.min(Math.max(t - i, 0), 1);
    const a = 1 - b;
    return a * values[i]! + b * values[i + 1]! + ((a ** 3 - a) * second[i]! + (b ** 3 - b) * second[i + 1]!) / 6;
  };
}

/** Solves m_{i-1} + 4 m_i + m_{i+1} = 6 (y_{i-1} - 2 y_i + y_{i+1}) with m = 0 at both ends. */
function secondDerivatives(values: readonly number[]): number[] {
  const count = values.length;
  const pivots = values.map(() => 4);
  const second = values.map(() => 0);
  for (let i = 1; i < count - 1; i++) {
    const share = i === 1 ? 0 : 1 / pivots[i - 1]!;
    pivots[i] = 4 - share;
    second[i] = 6 * (values[i - 1]! - 2 * values[i]! + values[i + 1]!) - share * second[i - 1]!;
  }
  for (let i = count - 2; i > 0; i--) second[i] = (second[i]! - second[i + 1]!) / pivots[i]!;
  return second;
}
