export * from "./types.ts";
export * from "./design.ts";
export * from "./groundwork.ts";
export * from "./integrated-reduction.ts";
export * from "./integration-points.ts";
export * from "./look-ahead.ts";
export * from "./pointwise-score.ts";
export * from "./propose.ts";
