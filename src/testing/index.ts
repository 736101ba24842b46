/** Law suites that every implementation of a port passes, for plugins to run on their own; none depends on a test runner. */
export * from "./acquisition-laws.ts";
export * from "./evaluator-acts.ts";
export * from "./evaluator-laws.ts";
export * from "./linear-algebra-laws.ts";
export * from "./reattach-laws.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { createPluginEvaluator } from "./plugin-evaluator.ts";
