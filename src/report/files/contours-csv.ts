import { lineProbabilities } from "../geometry/level-field.ts";
import type { ScanView } from "../view.ts";
import { contoursOf } from "./contours-json.ts";
import { csvLine } from "./csv.ts";

/**
 * The contours of contours.json as a table, one row a point: `line` counts the lines of a contour from 1, and all parameters have
 * their column, also those that are fixed in a slice.
 */
export function contoursCsv(view: ScanView): string {
  const names = view.parameters.map(({ name }) => name);
  const rows = Object.entries(contoursOf(view).observables).flatMap(([observable, contours]) =>
    contours.flatMap((contour) =>
      lineProbabilities.flatMap((probability) => {
        const start = [observable, contour.threshold, probability];
        if ("crossings" in contour) return contour.crossings[probability].map((value, k) => [...start, k + 1, value]);
        const [x, y] = contour.parameters;
        return contour.polylines[probability].flatMap((line, k) =>
          line.map((point) => [...start, k + 1, ...names.map((name) => (name === x ? point[0] : name === y ? point[1] : contour.fixed[name]))]),
        );
      }),
    ),
  );
  return [["observable", "threshold", "probability", "line", ...names], ...rows].map(csvLine).join("");
}
