import { z } from "zod";
import { show } from "./show.ts";

/** Columns of evaluations.csv, placeholders of commands, and words of expressions. */
const reserved = new Set([
  "id", "status", "origin", "attempt", "attempts", "reason", "startedAt", "seconds", "seed", "directory", "and", "or", "not",
]);

/**
 * A name that works as a word in expressions, a CSV column, a {placeholder} and a key of an object: letters, digits and _, no
 * digit first, at most 64 characters, none of the reserved words.
 */
export const nameRule = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, {
    error: ({ input }) => `expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got ${show(input)}`,
  })
  .refine((name) => !reserved.has(name) && !(name in Object.prototype), {
    error: ({ input }) => `expected a name that excursion does not use itself, got ${show(input)}; add something to it`,
  });
