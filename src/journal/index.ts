export * from "./entry.ts";
export * from "./journal-error.ts";
export * from "./journal-file.ts";
export * from "./state.ts";
