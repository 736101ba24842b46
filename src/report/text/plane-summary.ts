import { contourText } from "./level-set-text.ts";
import { countNoun, formatNumber, formatQuantity } from "./number-text.ts";
import type { Plane, PlaneLevelSet, Polyline } from "../geometry/plane.ts";
import type { ScanView } from "../view.ts";

/** A plane in words: where each contour runs, how much is forbidden, and at which values the other parameters are fixed. */
export function planeSummary(view: ScanView, plane: Plane): string {
  const contours = plane.levelSets.map((levelSet) => contourSentence(view, plane, levelSet));
  const forbidden = plane.admissible.reduce((count, inside) => count + 1 - inside, 0) / plane.admissible.length;
  const others = view.parameters.flatMap(({ name, unit }, k) => {
    return k === plane.x || k === plane.y ? [] : [`${name} = ${formatQuantity(plane.at[k]!, unit)}`];
  });
  return [
    ...contours,
    ...(forbidden > 0 ? [`About ${formatNumber(100 * forbidden, 2)} % of the plane is forbidden.`] : []),
    ...(others.length > 0 ? [`Slice at ${others.join(", ")}.`] : []),
  ].join(" ");
}

function contourSentence(view: ScanView, plane: Plane, { levelSet, lines, probability }: PlaneLevelSet): string {
  const drawn = lines[0.5];
  if (drawn.length === 0) {
    const isInside = probability.some((p, i) => plane.admissible[i] === 1 && p > 0.5);
    const where = isInside ? "inside" : "outside";
    return `The contour ${contourText(levelSet)} does not cross the plane, which lies ${where} the excursion set.`;
  }
  const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
  const spans = [x, y].map(({ name, unit }, k) => {
    const coordinates = drawn.flatMap((line) => line.map((position) => position[k as 0 | 1]));
    return `${name} from ${formatNumber(Math.min(...coordinates))} to ${formatQuantity(Math.max(...coordinates), unit)}`;
  });
  const closed = drawn.filter(isClosed).length;
  const kind = closed === drawn.length ? `, ${closed === 1 ? "closed" : "all closed"}` : "";
  const lineCount = countNoun(drawn.length, "line");
  return `The contour ${contourText(levelSet)} is ${lineCount}${kind}, reaching over ${spans.join(" and ")}.`;
}

function isClosed(line: Polyline): boolean {
  const [first, last] = [line[0]!, line.at(-1)!];
  return first[0] === last[0] && first[1] === last[1];
}
