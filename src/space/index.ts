export * from "./points.ts";
export * from "./space.ts";
