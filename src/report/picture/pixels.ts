/** Hundredths of a pixel are finer than any print. */
export function roundPixel(value: number): number {
  const rounded = Number(value.toFixed(2));
  return rounded === 0 ? 0 : rounded; // no -0
}
