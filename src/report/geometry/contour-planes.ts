import type { ScanView } from "../view.ts";
import { planeOf, type Plane } from "./plane.ts";
import { slicesOf } from "./slices.ts";

/** Nodes a side of the grid from which lines are traced. */
const gridNodes = { plane: 161, slice: 81 };

/** A view does not change, so what several formats write down of it is traced once. */
const traced = new WeakMap<ScanView, readonly Plane[]>();

/** The planes whose contours are written down: in two dimensions the whole, in more slices through one point. */
export function contourPlanes(view: ScanView): readonly Plane[] {
  const known = traced.get(view);
  if (known !== undefined) return known;
  const nodes = view.parameters.length === 2 ? gridNodes.plane : gridNodes.slice;
  const planes = slicesOf(view).planes.map((slice) => planeOf(view, slice, nodes));
  traced.set(view, planes);
  return planes;
}

/** The parameters that vary in a plane, and the values of the others. */
export function planeParameters(view: ScanView, { x, y, at }: Plane) {
  const names = view.parameters.map(({ name }) => name);
  const fixed = names.map((name, k) => [name, at[k]!] as const).filter((_, k) => k !== x && k !== y);
  return { parameters: [names[x]!, names[y]!] as const, fixed: Object.fromEntries(fixed) as Readonly<Record<string, number>> };
}
