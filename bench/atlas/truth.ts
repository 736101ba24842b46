import { contourLines, type Line, type PlanePoint as Point } from "../../src/level-set/index.ts";
import type { Cls, Likelihood } from "./published.ts";

export const range = { m1: [150, 1000], m2: [0, 400] } as const;
/** The hull of the published points: beyond it the decay is not possible. */
export const constraints = ["m2 <= (m1 - 150) * 35 / 15", "m2 <= m1 - 130", "m2 <= 60 + (m1 - 190) * 340 / 345"];
export const level = 0.05;
const nodes = 40; // a side of the grid on which the continuous model is known

export interface Truth {
  readonly points: readonly Point[];
  readonly values: readonly Cls[];
  /** The contour of the observed CLs, where the predicted or true values at the points are given. */
  contour(observed: readonly number[]): readonly Line[];
  readonly reference: readonly Line[];
}

export interface Published {
  readonly contours: { readonly obs: readonly Line[] };
}

/** The model on a regular grid; between its nodes it is linear in ln CLs. */
export function continuousTruth({ cls }: Likelihood): Truth {
  const at = (i: number, [lower, upper]: readonly [number, number]): number => lower + ((upper - lower) * i) / (nodes - 1);
  const all = Array.from({ length: nodes * nodes }, (_, k): Point => [at(k % nodes, range.m1), at(Math.floor(k / nodes), range.m2)]);
  const rows = all.flatMap((point, k) => (isAdmissible(point) ? [k] : []));
  const points = rows.map((k) => all[k]!);
  const values = points.map(([m1, m2]) => cls(m1, m2));
  const contour = (observed: readonly number[]): Line[] => {
    const field = new Float64Array(nodes * nodes).fill(1); // the forbidden side is cut away, its height does not matter
    rows.forEach((k, row) => (field[k] = -Math.log(observed[row]!)));
    const scale = ([x, y]: readonly [number, number]): Point => [
      range.m1[0] + x * (range.m1[1] - range.m1[0]),
      range.m2[0] + y * (range.m2[1] - range.m2[0]),
    ];
    const clear = (point: readonly [number, number]): boolean => isAdmissible([scale(point)[0] - 22, scale(point)[1] + 11]);
    return contourLines({ columns: nodes, rows: nodes, values: field }, -Math.log(level), clear).map((line) => line.map(scale));
  };
  return { points, values, contour, reference: contour(values.map(({ clsObserved }) => clsObserved)) };
}

/** The published points, and contours that are linear in ln CLs on the triangles between them. */
export function discreteTruth({ morph, points, cls }: Likelihood, published: Published): Truth {
  const { triangles } = morph.triangulation;
  const values = points.map(([m1, m2]) => cls(m1, m2));
  const contour = (observed: readonly number[]): Line[] => {
    const lines: Line[] = [];
    for (let t = 0; t < triangles.length; t += 3) {
      const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
      const ends = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 3]!;
        const [u, v] = [a, b].map((vertex) => Math.log(observed[vertex]! / level));
        if (u! > 0 === v! > 0) return [];
        const share = u! / (u! - v!);
        const [p, q] = [points[a]!, points[b]!];
        return [[p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])] as const];
      });
      if (ends.length === 2) lines.push(ends);
    }
    return lines;
  };
  return { points, values, contour, reference: published.contours.obs };
}

/** The same as the constraints. */
function isAdmissible([m1, m2]: Point): boolean {
  return m1 >= 150 && m1 <= 1000 && m2 >= 0 && m2 <= 400 && m2 <= ((m1 - 150) * 35) / 15 && m2 <= m1 - 130 && m2 <= 60 + ((m1 - 190) * 340) / 345;
}
