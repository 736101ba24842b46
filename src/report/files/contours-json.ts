import type { Side } from "../../level-set/index.ts";
import type { LineProbability } from "../geometry/level-field.ts";
import { profileOf } from "../geometry/profile.ts";
import { contourPlanes, planeParameters } from "../geometry/contour-planes.ts";
import type { Polyline } from "../geometry/plane.ts";
import type { ScanView } from "../view.ts";

/** Values along the one parameter between which crossings are interpolated. */
const profileNodes = 801;

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
  return profileOf(view, profileNodes).levelSets.map(({ levelSet: { observable, threshold, side }, crossings }) => {
    return { observable, contour: { threshold, side, parameters: [parameter], crossings } };
  });
}

function planeContours(view: ScanView): Named[] {
  return contourPlanes(view).flatMap((plane) => {
    return plane.levelSets.map(({ levelSet: { observable, threshold, side }, lines }) => {
      return { observable, contour: { threshold, side, ...planeParameters(view, plane), polylines: lines } };
    });
  });
}
