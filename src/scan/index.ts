export * from "./core.ts";
export * from "./decide.ts";
export * from "./predict.ts";
export * from "./run.ts";
export * from "./settings.ts";
