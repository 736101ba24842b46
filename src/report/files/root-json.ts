import { texText } from "../text/rich-text.ts";
import { contourText } from "../text/level-set-text.ts";
import { contourPlanes } from "../geometry/contour-planes.ts";
import { lineProbabilities } from "../geometry/level-field.ts";
import type { Polyline } from "../geometry/plane.ts";
import type { ScanView } from "../view.ts";

/** Line styles of ROOT: solid for the contour, dotted for the edges of its band. */
const lineStyles = { 0.5: 1, 0.16: 3, 0.84: 3 } as const;

/**
 * Contours as ROOT's own JSON, a TList of TGraph that TBufferJSON::FromJSON and JSROOT read; each line of a contour is a graph, named
 * by observable, threshold, probability and its number.
 */
export function rootJson(view: ScanView): string {
  const graphs = contourPlanes(view).flatMap((plane) =>
    plane.levelSets.flatMap(({ levelSet, lines }) =>
      lineProbabilities.flatMap((probability) =>
        lines[probability].map((line, k) => {
          const name = [levelSet.observable, levelSet.threshold, `p${probability}`, plane.x, plane.y, k + 1].join("_");
          const [x, y] = [plane.x, plane.y].map((index) => texText(view.parameters[index]!.label ?? view.parameters[index]!.name).replaceAll("$", ""));
          return graph(name, `${contourText(levelSet)};${x};${y}`.replaceAll("\\", "#"), line, lineStyles[probability]);
        }),
      ),
    ),
  );
  return `${JSON.stringify(list(graphs))}\n`;
}

function list(elements: readonly object[]): object {
  return { _typename: "TList", name: "TList", arr: elements, opt: elements.map(() => "") };
}

function graph(name: string, title: string, line: Polyline, lineStyle: number): object {
  return {
    _typename: "TGraph",
    fUniqueID: 0,
    fBits: 1032,
    fName: name,
    fTitle: title,
    fLineColor: 1,
    fLineStyle: lineStyle,
    fLineWidth: 2,
    fFillColor: 0,
    fFillStyle: 1000,
    fMarkerColor: 1,
    fMarkerStyle: 1,
    fMarkerSize: 1,
    fNpoints: line.length,
    fX: line.map(([x]) => x),
    fY: line.map(([, y]) => y),
    fFunctions: list([]),
    fHistogram: null,
    fMinimum: -1111,
    fMaximum: -1111,
  };
}
