import { branin } from "./branin.ts";
import { checkmate } from "./checkmate.ts";
import { hartmann4, hartmann6 } from "./hartmann.ts";
import { kinked } from "./kinked.ts";
import { monoSbb } from "./mono-s-bb.ts";
import { whyNoPublishedScans } from "./published-scans.ts";
import { ridge } from "./ridge.ts";
import { steepEdge } from "./steep-edge.ts";
import type { TestFunction } from "./test-function.ts";
import { toySearch, toySearch3 } from "./toy-search.ts";
import { twoIslands } from "./two-islands.ts";
import { twoMasses } from "./two-masses.ts";

export * from "./test-function.ts";
export { whyNoPublishedScans };

const published = {
  "mono-s-bb": monoSbb,
  checkmate: () => checkmate("checkmate"),
  "checkmate-errors": () => checkmate("checkmate-errors", { tellsErrors: true }),
  "checkmate-constraint": () => checkmate("checkmate-constraint", { knowsClosed: true }),
};

/** Functions made from published scans, which are there only with the folder that has them. */
export const publishedNames: readonly string[] = Object.keys(published);

export const testFunctions: readonly TestFunction[] = [
  toySearch, branin, twoMasses, toySearch3, kinked, twoIslands, ridge, steepEdge, hartmann4, hartmann6,
  ...(whyNoPublishedScans === undefined ? Object.values(published).map((make) => make()) : []),
];
