import { z } from "zod";
import { isSaturated, outsideDomain, type TransformName } from "../surrogate/index.ts";
import { nameRule } from "./name-rule.ts";

const thresholdHelp = "Value, in the observable's own units, whose contour is sought; or a list of values.";

export const observableSchema = z
  .strictObject({
    name: nameRule.describe("Name in the evaluator's result and in CSV columns: letters, digits and _, no digit first."),
    threshold: z.union([z.number(), z.array(z.number()).min(1)]).describe(thresholdHelp),
    side: z.enum(["above", "below"]).default("above").describe("On which side of the threshold the excursion set is."),
    transform: z
      .enum(["auto", "identity", "log", "logit", "probit"] satisfies (TransformName | "auto")[])
      .default("auto")
      .describe("Units of the model: log for positive values, logit or probit for values from 0 to 1; auto: by the first results."),
    label: z.string().optional().describe("Text for figures; default: the name."),
    unit: z.string().optional().describe("Unit for figures and tables, such as fb."),
    weight: z.number().positive().default(1).describe("Importance beside the other observables when points are chosen."),
  })
  .check(({ value: { threshold, transform }, issues }) => {
    const thresholds = typeof threshold === "number" ? [threshold] : threshold;
    for (const [i, value] of thresholds.entries()) {
      const path = typeof threshold === "number" ? ["threshold"] : ["threshold", i];
      const message = thresholdMistake(value, transform, thresholds.slice(0, i));
      if (message !== undefined) issues.push({ code: "custom", path, input: value, message });
    }
  });

function thresholdMistake(value: number, transform: TransformName | "auto", earlier: readonly number[]): string | undefined {
  if (earlier.includes(value)) return `expected every threshold once, got ${value} again`;
  if (transform === "auto" || transform === "identity") return undefined;
  if (outsideDomain(transform, value) === undefined && !isSaturated(transform, value)) return undefined;
  const domain = transform === "log" ? "above 0" : "above 0 and below 1";
  return `expected a threshold ${domain} for the ${transform} transform, got ${value}; set transform to "auto" or "identity"`;
}
