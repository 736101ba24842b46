export * from "./clock.ts";
export * from "./dispatcher.ts";
export * from "./evaluator.ts";
export * from "./outcome.ts";
