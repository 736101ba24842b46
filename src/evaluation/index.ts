export * from "./attempt.ts";
export * from "./clock.ts";
export * from "./dispatcher.ts";
export * from "./evaluator.ts";
export * from "./interpret-reply.ts";
export * from "./outcome.ts";
export * from "./reason.ts";
export * from "./reply-text.ts";
