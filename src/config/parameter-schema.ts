import { z } from "zod";
import { nameRule } from "./name-rule.ts";

export const parameterSchema = z
  .strictObject({
    name: nameRule.describe("Name in expressions, CSV columns and {placeholders}: letters, digits and _, no digit first."),
    lower: z.number().describe("Lower end of the scanned range, in the parameter's unit."),
    upper: z.number().describe("Upper end of the scanned range, in the parameter's unit."),
    scale: z.enum(["linear", "log"]).default("linear").describe("log: equal ratios count alike; needs lower > 0."),
    unit: z.string().optional().describe("Unit for figures and tables, such as GeV."),
    label: z.string().optional().describe("Text for axes; default: the name."),
  })
  .check(({ value: { lower, upper, scale }, issues }) => {
    const mistake = rangeMistake(lower, upper);
    if (mistake !== undefined) issues.push({ code: "custom", path: ["upper"], input: upper, message: mistake });
    if (scale === "log" && !(lower > 0)) {
      const message = `expected lower to be above 0 for the log scale, got ${lower}; raise it, or set scale to "linear"`;
      issues.push({ code: "custom", path: ["lower"], input: lower, message });
    }
  });

/** The range must be one that doubles resolve finely. */
function rangeMistake(lower: number, upper: number): string | undefined {
  if (!(lower < upper)) return `expected upper to be above lower = ${lower}, got ${upper}`;
  const range = upper - lower;
  if (range > 1e-6 * Math.max(Math.abs(lower), Math.abs(upper)) && range > 1e-290 && range < 1e290) return undefined;
  return `expected a range upper - lower that numbers of 15 digits resolve finely, got ${range}; measure from another zero or unit`;
}
