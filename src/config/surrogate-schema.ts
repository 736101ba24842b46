import { z } from "zod";
import type { EvaluatorPlugin } from "../evaluation/index.ts";
import { mostExactPoints } from "../surrogate/index.ts";
import { evaluatorSchema, type AdapterOptions } from "./evaluator-schema.ts";
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

/** What can stand for a proxy beside every evaluator. */
const proxyOnly: readonly AdapterOptions[] = [
  {
    name: "run",
    options: z.strictObject({ directory: z.string().min(1).describe("Run directory of an earlier scan, whose surrogates are the proxy.") }),
  },
  {
    name: "table",
    options: z.strictObject({
      table: z.string().min(1).describe("CSV file with a column for each parameter and for at least one of the observables."),
    }),
  },
];

/** What is known of the observables before any evaluation, and how smooth they are. */
export const surrogateSchema = (evaluators: readonly EvaluatorPlugin[]) => z.strictObject({
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
  proxy: evaluatorSchema([...evaluators, ...proxyOnly])
    .optional()
    .describe("A cheap approximate answer, evaluated all over the domain before anything else: any evaluator, an earlier run, or a table."),
  inputs: z
    .union([z.array(expression).min(1), z.literal("learned")])
    .optional()
    .describe(
      "Coordinates in which the observables vary evenly, such as [\"m1\", \"m1 - m2\"], or \"learned\": directions that are found from the " +
        "results; default: the parameters.",
    ),
  maxPoints: z
    .int()
    .min(100)
    .max(mostExactPoints)
    .optional()
    .describe(`Observations that the model takes in at most, the most informative ones of more; default: all, up to ${mostExactPoints}.`),
});
