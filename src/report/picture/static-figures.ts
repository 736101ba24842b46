import { planeOf } from "../geometry/plane.ts";
import { planeSvg } from "./plane-svg.ts";
import { profileGroups } from "../page/profile-figure.ts";
import { profileOf } from "../geometry/profile.ts";
import { profileSvg } from "./profile-svg.ts";
import { slicesOf } from "../geometry/slices.ts";
import type { ScanView } from "../view.ts";

/** A drawing as an SVG document, and a name for its file. */
export interface StaticFigure {
  readonly name: string; // without an ending
  readonly svg: string;
}

/** Nodes along each axis of the grids that are drawn. */
const gridNodes = { profile: 401, plane: 161, slice: 81 };

/** The drawings of a scan: its plane, every slice in three and more dimensions, or the observables along its one parameter. */
export function staticFigures(view: ScanView): StaticFigure[] {
  const names = view.parameters.map(({ name }) => name);
  if (names.length === 1) {
    const profile = profileOf(view, gridNodes.profile);
    return profileGroups(view).map((observables) => {
      return { name: fileName("profile", observables), svg: profileSvg(view, profile, observables) };
    });
  }
  const nodes = names.length === 2 ? gridNodes.plane : gridNodes.slice;
  return slicesOf(view).planes.map((slice) => {
    return { name: fileName("contour", [names[slice.x]!, names[slice.y]!]), svg: planeSvg(view, planeOf(view, slice, nodes)) };
  });
}

function fileName(kind: string, names: readonly string[]): string {
  return [kind, ...names].join("-").replaceAll(/[^\w.-]/g, "_");
}
