import type { z } from "zod";
import type { EvaluationContext, EvaluationRequest, EvaluatorEnvironment } from "./evaluator.ts";

/** What every kind of work may say of itself. */
interface WorkTraits {
  /** How many evaluations make sense at the same time; default: `workers` of the config. */
  readonly capacity?: number;
  /** Texts that must not be shown, such as tokens: replaced in whatever comes back. */
  readonly secrets?: readonly string[];
  /** Ends what stays between evaluations, such as connections; called once, when nothing is under way any more. */
  close?(): void | Promise<void>;
}

/** Work that is one call. */
export interface DirectWork extends WorkTraits {
  /** Resolves to a reply in the shape that every evaluator gives back. When `context.signal` is aborted, nobody waits for it any more. */
  evaluate(request: EvaluationRequest, context: EvaluationContext): unknown;
}

/** Work that somebody else does, as jobs; each is known there by a handle, which is written to the journal. */
export interface JobWork extends WorkTraits {
  /** Time between two polls of a job; default: 5. */
  readonly pollSeconds?: number;
  /** Hands a point in and resolves to the handle of its job. The same id may come again: the job may then be the same. */
  submit(request: EvaluationRequest, context: Pick<EvaluationContext, "signal" | "directory">): string | Promise<string>;
  /** How the job stands; unknown when the other side does not know it. An error means that it could not be asked, which says nothing of the job. */
  poll(handle: string, context: Pick<EvaluationContext, "signal">): JobStanding | Promise<JobStanding>;
  /** The reply of a job that has ended, in the shape that every evaluator gives back. */
  fetch(handle: string, context: Pick<EvaluationContext, "signal">): unknown;
  /** Ends a job that nobody waits for any more; it may have ended by itself. */
  cancel?(handle: string, context: Pick<EvaluationContext, "signal">): void | Promise<void>;
}

export type JobStanding = "running" | "ended" | "unknown";

/** An evaluator of somebody else's, as a config names it: `"adapter": "plugin", "plugin": "./my-simulator.mts"`. */
export interface Plugin<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** Its own options in the config, beside `plugin`, `workers`, `timeoutSeconds` and `retries`. */
  readonly options: Options;
  /** Throws when it cannot work at all; that ends the scan before it begins. */
  build(options: z.output<Options>, environment: EvaluatorEnvironment): DirectWork | JobWork | Promise<DirectWork | JobWork>;
}

/** Gives a plugin its types; the default export of a plugin's module. */
export function definePlugin<Options extends z.ZodObject>(plugin: Plugin<Options>): Plugin<Options> {
  return plugin;
}
