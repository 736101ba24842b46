import type { Line } from "./contour-distance.ts";

/** Lines on which the area is measured. */
const scanLines = 4000;

/**
 * The area that is inside one of two regions and outside the other, each given by closed rings of any orientation, by the midpoint
 * rule over 4000 horizontal lines: where such a line has crossed an odd number of rings of both, it is between them.
 */
export function areaBetween(a: readonly Line[], b: readonly Line[]): number {
  const rings = [...a, ...b];
  const heights = rings.flat().map(([, y]) => y);
  const [least, greatest] = [heights.reduce((one, y) => Math.min(one, y), Infinity), heights.reduce((one, y) => Math.max(one, y), -Infinity)];
  if (!(greatest > least)) return 0;
  const step = (greatest - least) / scanLines;
  const crossings = Array.from({ length: scanLines }, (): number[] => []);
  for (const ring of rings) {
    for (const [i, [x1, y1]] of ring.entries()) {
      const [x0, y0] = ring[i - 1] ?? [x1, y1];
      const [low, high] = y0 < y1 ? [y0, y1] : [y1, y0];
      for (let line = Math.max(0, Math.ceil((low - least) / step - 0.5)); line < scanLines; line++) {
        const y = least + (line + 0.5) * step;
        if (y >= high) break;
        if (y >= low) crossings[line]!.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
      }
    }
  }
  return step * crossings.reduce((sum, xs) => {
    const sorted = Float64Array.from(xs).sort();
    return sum + sorted.reduce((part, x, k) => part + (k % 2 === 0 ? -x : x), 0);
  }, 0);
}
