import { branin } from "./branin.ts";
import { hartmann4, hartmann6 } from "./hartmann.ts";
import { kinked } from "./kinked.ts";
import { steepEdge } from "./steep-edge.ts";
import { toySearch, toySearch3 } from "./toy-search.ts";
import { twoIslands } from "./two-islands.ts";
import { twoMasses } from "./two-masses.ts";

export * from "./test-function.ts";

export const testFunctions = [
  toySearch, branin, twoMasses, toySearch3, kinked, twoIslands, steepEdge, hartmann4, hartmann6,
] as const;
