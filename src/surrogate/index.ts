export * from "./types.ts";
export * from "./output-transform.ts";
export { conditionSurrogate } from "./gaussian-process.ts";
export { fitSurrogate, type Fit, type FitRequest } from "./fit.ts";
export { latentHeights } from "./output-scale.ts";
export { plausibleModels } from "./plausible-models.ts";
export { jointForecastResiduals } from "./forecast.ts";
export { createFeatures, plainFeatures, type FeatureMap, type Features } from "./features.ts";
export type { TermFunction } from "./standard-terms.ts";
