export * from "./types.ts";
export * from "./output-transform.ts";
export { conditionSurrogate } from "./gaussian-process.ts";
export { fitSurrogate, type Fit, type FitRequest } from "./fit.ts";
