import type { AdmissibleRegion } from "./admissible-border.ts";
import type { GridField } from "./contour-lines.ts";
import { enclosedRings } from "./enclosed-rings.ts";
import type { ContourLine, PlanePoint } from "./grid-border.ts";

/** A ring around an area and the rings around its holes, all closed; the area is at the left of each. */
export type Polygon = readonly ContourLine[];

/**
 * Closed rings around the part of {field ≥ threshold} that is admissible, the region at their left, made of its contour lines and
 * of pieces of the border of the admissible region.
 */
export function regionRings(
  field: GridField, threshold: number, lines: readonly ContourLine[], { rings }: AdmissibleRegion,
): ContourLine[] {
  return enclosedRings(lines, rings, (point) => fieldAt(field, point) >= threshold);
}

/** The field at a point of the unit square, bilinear between grid points. */
export function fieldAt({ columns, rows, values }: GridField, [x, y]: PlanePoint): number {
  const i = Math.min(Math.floor(x * (columns - 1)), columns - 2);
  const j = Math.min(Math.floor(y * (rows - 1)), rows - 2);
  const [u, v] = [x * (columns - 1) - i, y * (rows - 1) - j];
  const k = j * columns + i;
  const [lower, upper] = [k, k + columns].map((left) => (1 - u) * values[left]! + u * values[left + 1]!);
  return (1 - v) * lower! + v * upper!;
}

/** Rings sorted into polygons: each ring that runs clockwise is a hole of the smallest area around it. */
export function polygonsOf<Position extends readonly [number, number]>(rings: readonly (readonly Position[])[]): (readonly (readonly Position[])[])[] {
  const areas = rings.map(signedArea);
  const polygons = rings.flatMap((outer, k) => (areas[k]! > 0 ? [{ area: areas[k]!, rings: [outer] }] : []));
  for (const [k, hole] of rings.entries()) {
    if (areas[k]! >= 0) continue;
    const around = polygons.filter(({ area, rings: [outer] }) => area > -areas[k]! && encloses(outer!, hole[0]!));
    around.toSorted((a, b) => a.area - b.area)[0]?.rings.push(hole);
  }
  return polygons.map((polygon) => polygon.rings);
}

/** The area within a closed ring, negative where the ring runs clockwise. */
export function signedArea(ring: readonly (readonly [number, number])[]): number {
  const [x0, y0] = ring[0]!; // areas are differences of products: measured from a vertex they lose fewer digits
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ((ring[i]![0] - x0) * (y - y0) - (x - x0) * (ring[i]![1] - y0)) / 2, 0);
}

/** Whether a point is within a closed ring, by the even-odd rule. */
export function encloses(ring: readonly (readonly [number, number])[], [x, y]: readonly [number, number]): boolean {
  return ring.slice(1).reduce((inside, [x1, y1], i) => {
    const [x0, y0] = ring[i]!;
    return y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) ? !inside : inside;
  }, false);
}
