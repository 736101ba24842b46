import { z } from "zod";
import { commandAdapter } from "../command/index.ts";
import { moduleAdapter } from "../module/index.ts";

const timeout = z.number().positive().max(2_147_483).optional()
  .describe("Time after which the evaluation is ended where it runs; waiting for a place does not count. Default: no limit.");

const kind = <Name extends string>(name: Name) => z.literal(name).describe("Kind of evaluator.");

/** The option `evaluator` of adapters that run another evaluator elsewhere, in a process of its own for every evaluation. */
export const wrappedOptions = z
  .discriminatedUnion("adapter", [
    commandAdapter.options.safeExtend({
      adapter: kind("command"),
      persistent: z.literal(false).default(false).describe("Every evaluation starts the command anew there."),
      timeoutSeconds: timeout,
    }),
    moduleAdapter.options.safeExtend({ adapter: kind("module"), timeoutSeconds: timeout }),
  ])
  .describe("What evaluates a point there: a command or a module.");

export type WrappedOptions = z.output<typeof wrappedOptions>;
