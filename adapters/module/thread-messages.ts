import type { MessagePort } from "node:worker_threads";
import type { EvaluationRequest } from "../../src/evaluation/index.ts";

/** What a thread is asked to do: evaluate, or without `call` only to load the module. */
export interface ThreadTask {
  readonly module: string; // absolute path
  readonly call?: ThreadCall;
}

export interface ThreadCall {
  readonly request: EvaluationRequest;
  readonly input: unknown; // the function's third argument
  readonly directory: string;
  /** Name of an environment variable that the attempt's child processes inherit. */
  readonly mark: string;
  /** Closing the other end aborts the attempt's signal. */
  readonly abort: MessagePort;
}

export type ThreadAnswer =
  | { readonly kind: "loaded" }
  | { readonly kind: "unloadable"; readonly reason: string }
  | { readonly kind: "returned"; readonly reply: Uint8Array } // v8.serialize: keeps NaN, which JSON would not
  | { readonly kind: "failed"; readonly reason: string; readonly retryable: boolean };
