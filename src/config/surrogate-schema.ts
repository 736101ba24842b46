import { z } from "zod";
import { nameRule } from "./name-rule.ts";
import { show } from "./show.ts";

const expression = z.string().min(1);

const tableTerm = z.strictObject({
  table: z
    .union([z.string().min(1), z.array(z.record(z.string(), z.number())).min(1)], {
      error: ({ input }) => `expected the name of a CSV file or a list of rows, got ${show(input)}`,
    })
    .describe("A CSV file with a column for one or more parameters and one of values, or a list of objects."),
  column: z.string().min(1).optional().describe("Column of the values; default: the only one that is no parameter."),
});

const terms = z.array(z.union([expression, tableTerm]));

/** What is known of the observables before any evaluation, and how smooth they are. */
export const surrogateSchema = z.strictObject({
  kernel: z
    .enum(["auto", "matern32", "matern52", "rbf"])
    .default("auto")
    .describe("Smoothness of the observables: matern32 rough, matern52 smooth, rbf very smooth; auto: chosen from the results."),
  mean: z
    .union([terms, z.record(nameRule, terms)])
    .optional()
    .describe(
      "Terms that the observables may follow, such as log(mStop - mLsp - 100), or tables, interpolated in the logarithm where all values " +
        "are positive; their coefficients are learned. For all observables, or an object with a list by observable.",
    ),
  inputs: z
    .array(expression)
    .min(1)
    .optional()
    .describe("Coordinates in which the observables vary evenly, such as [\"m1\", \"m1 - m2\"]; default: the parameters."),
});
