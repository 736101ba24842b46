export * from "./matrix.ts";
export * from "./linear-algebra.ts";
export * from "./minimise.ts";
export * from "./random.ts";
