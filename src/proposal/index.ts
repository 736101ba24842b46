export * from "./types.ts";
export * from "./integrated-reduction.ts";
export * from "./look-ahead.ts";
export * from "./pointwise-score.ts";
