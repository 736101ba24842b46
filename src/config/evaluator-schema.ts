import { z } from "zod";
import type { EvaluatorPlugin } from "../evaluation/index.ts";

/** The longest that a timer can wait, in whole seconds: 24 days. */
const longestTimeoutSeconds = 2_147_483;

/** What every adapter understands. */
const commonOptions = {
  workers: z.int().positive().optional().describe("Evaluations at the same time; default: the processor's cores."),
  timeoutSeconds: z
    .number()
    .positive()
    .max(longestTimeoutSeconds)
    .optional()
    .describe("Time after which an attempt is ended and counts as failed; default: no limit."),
  retries: z.int().nonnegative().default(2).describe("How often a point whose failure may pass is tried again."),
};

/** What the schema makes of `evaluator`: the common options and the adapter's own, side by side. */
export interface EvaluatorSettings {
  readonly adapter: string;
  readonly workers?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly retries: number;
  readonly [option: string]: unknown;
}

/** The same as a config may have it. */
export interface EvaluatorInput {
  readonly adapter: string;
  readonly workers?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly retries?: number | undefined;
  readonly [option: string]: unknown;
}

/** An adapter as far as a config is concerned: its name and the schema of its own options. */
export type AdapterOptions = Pick<EvaluatorPlugin, "name" | "options">;

/** One strict object for each adapter, told apart by `adapter`; plugins that have been loaded by their `plugin` as well. */
export function evaluatorSchema(plugins: readonly AdapterOptions[]): z.ZodType<EvaluatorSettings, EvaluatorInput> {
  const variants = [...Map.groupBy(plugins, ({ name }) => name).values()].map((alike) => oneOfThem("plugin", alike.map(variantOf)));
  return oneOfThem("adapter", variants) as unknown as z.ZodType<EvaluatorSettings, EvaluatorInput>;
}

function variantOf({ name, options }: AdapterOptions): z.ZodType {
  return options.safeExtend({ adapter: z.literal(name).describe("Kind of evaluator."), ...commonOptions });
}

function oneOfThem(key: string, variants: readonly z.ZodType[]): z.ZodType {
  if (variants.length === 1) return variants[0]!;
  return z.discriminatedUnion(key, variants as unknown as readonly [z.ZodObject<{ adapter: z.ZodLiteral<string> }>]);
}
