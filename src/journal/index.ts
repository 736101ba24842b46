export * from "./entry.ts";
export { placeOf } from "./evaluation-index.ts";
export * from "./follow.ts";
export * from "./journal-error.ts";
export * from "./journal-file.ts";
export type { Owner } from "./lock.ts";
export * from "./state.ts";
