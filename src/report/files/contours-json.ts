import type { Side } from "../../level-set/index.ts";
import type { LineProbability } from "../geometry/level-field.ts";
import { profileOf } from "../geometry/profile.ts";
import { planeOf, type Polyline } from "../geometry/plane.ts";
import { slicesOf } from "../geometry/slices.ts";
import type { ScanView } from "../view.ts";

/** Nodes a side of the grid from which the lines are traced. */
const gridNodes = { profile: 801, plane: 161, slice: 81 };

/** A level set in one plane: the contour (0.5) and the edges of its 16/84 % band. */
export interface PlaneContours {
  readonly threshold: number;
  readonly side: Side;
  readonly parameters: readonly [x: string, y: string];
  /** The values of the other parameters, in three and more dimensions. */
  readonly fixed: Readonly<Record<string, number>>;
  /** By probability; closed (last point = first), or ending on the edge of the domain or of the forbidden region. */
  readonly polylines: Readonly<Record<LineProbability, readonly Polyline[]>>;
}

/** A level set of one parameter: the values where the probability is 0.16, 0.5 and 0.84. */
export interface ProfileCrossings {
  readonly threshold: number;
  readonly side: Side;
  readonly parameters: readonly [x: string];
  readonly crossings: Readonly<Record<LineProbability, readonly number[]>>;
}

/** What contours.json holds; physical units. */
export interface Contours {
  readonly version: 1;
  readonly observables: Readonly<Record<string, readonly (PlaneContours | ProfileCrossings)[]>>;
}

/** The text of contours.json, one position a line. */
export function contoursJson(view: ScanView): string {
  const text = JSON.stringify(contoursOf(view), undefined, 1);
  return `${text.replaceAll(/\[\n\s*([^\s,[\]"]+),\n\s*([^\s,[\]"]+)\n\s*\]/g, "[$1, $2]")}\n`;
}

/** Contour lines of every observable and threshold: in two dimensions in the plane, in more in slices through one point. */
export function contoursOf(view: ScanView): Contours {
  const named = view.parameters.length === 1 ? profileCrossings(view) : planeContours(view);
  const observables = view.observables.map(({ name }) => {
    return [name, named.filter(({ observable }) => observable === name).map(({ contour }) => contour)] as const;
  });
  return { version: 1, observables: Object.fromEntries(observables) };
}

interface Named {
  readonly observable: string;
  readonly contour: PlaneContours | ProfileCrossings;
}

function profileCrossings(view: ScanView): Named[] {
  const parameter = view.parameters[0]!.name;
  return profileOf(view, gridNodes.profile).levelSets.map(({ levelSet: { observable, threshold, side }, crossings }) => {
    return { observable, contour: { threshold, side, parameters: [parameter], crossings } };
  });
}

function planeContours(view: ScanView): Named[] {
  const nodes = view.parameters.length === 2 ? gridNodes.plane : gridNodes.slice;
  return slicesOf(view).planes.flatMap((slice) => {
    const names = view.parameters.map(({ name }) => name);
    const fixed = names.map((name, k) => [name, slice.at[k]!] as const).filter((_, k) => k !== slice.x && k !== slice.y);
    return planeOf(view, slice, nodes).levelSets.map(({ levelSet: { observable, threshold, side }, lines }) => {
      const parameters = [names[slice.x]!, names[slice.y]!] as const;
      return { observable, contour: { threshold, side, parameters, fixed: Object.fromEntries(fixed), polylines: lines } };
    });
  });
}
