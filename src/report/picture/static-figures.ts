import { planeOf, type Slice } from "../geometry/plane.ts";
import { profileGroups, profileOf } from "../geometry/profile.ts";
import { slicesOf } from "../geometry/slices.ts";
import { projectionOf } from "../geometry/projection.ts";
import type { ScanView } from "../view.ts";
import { limitSvg } from "./limit-svg.ts";
import { projectionSvg } from "./projection-svg.ts";
import { planeSvg } from "./plane-svg.ts";

/** A drawing as an SVG document, and a name for its file. */
export interface StaticFigure {
  readonly name: string; // without an ending
  readonly title: string;
  readonly svg: string;
}

/** Nodes along each axis of the grids that are drawn. */
const gridNodes = { profile: 401, plane: 161, slice: 81, projection: 49 };

/**
 * The drawings of a scan: its plane, or the observables along its one parameter; in three and more dimensions every slice, and the
 * projections where the config asks for them. Contours of other scans of the same two parameters are drawn over the plane.
 */
export function staticFigures(view: ScanView, others: readonly ScanView[] = []): StaticFigure[] {
  const names = view.parameters.map(({ name }) => name);
  if (names.length === 1) {
    const profile = profileOf(view, gridNodes.profile);
    return profileGroups(view).map((observables) => {
      return { name: fileName("limit", observables), title: view.name, svg: limitSvg(view, profile, observables) };
    });
  }
  const nodes = names.length === 2 ? gridNodes.plane : gridNodes.slice;
  const { planes } = slicesOf(view);
  const slices = planes.map((slice) => {
    const overlays = others.map((other) => ({ view: other, plane: planeOf(other, sameAxes(other, view, slice), nodes) }));
    const svg = planeSvg(view, planeOf(view, slice, nodes), overlays);
    return { name: fileName("contour", [names[slice.x]!, names[slice.y]!]), title: view.name, svg };
  });
  if (names.length === 2 || !view.figure.projections) return slices;
  const projections = planes.map(({ x, y }) => {
    const svg = projectionSvg(view, projectionOf(view, x, y, gridNodes.projection));
    return { name: fileName("projection", [names[x]!, names[y]!]), title: view.name, svg };
  });
  return [...slices, ...projections];
}

/**
 * The other scan's plane with the same two parameters.
 * @throws RangeError when it does not have exactly these two.
 */
function sameAxes(other: ScanView, view: ScanView, { x, y, at }: Slice): Slice {
  const [xName, yName] = [view.parameters[x]!.name, view.parameters[y]!.name];
  const names = other.parameters.map(({ name }) => name);
  if (at.length !== 2 || names.length !== 2 || !names.includes(xName) || !names.includes(yName)) {
    throw new RangeError(`expected scans of the same two parameters to draw over each other, got ${view.parameters.map(({ name }) => name).join(", ")} and ${names.join(", ")}`);
  }
  return { x: names.indexOf(xName), y: names.indexOf(yName), at: new Float64Array(2) };
}

function fileName(kind: string, names: readonly string[]): string {
  return [kind, ...names].join("-").replaceAll(/[^\w.-]/g, "_");
}
