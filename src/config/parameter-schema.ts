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
    if (!(lower < upper)) {
      const message = `expected upper to be above lower = ${lower}, got ${upper}`;
      issues.push({ code: "custom", path: ["upper"], input: upper, message });
    } else if (!Number.isFinite(upper - lower)) {
      const message = `expected a range upper - lower that is a finite number, got ${upper} - ${lower}`;
      issues.push({ code: "custom", path: ["upper"], input: upper, message });
    }
    if (scale === "log" && !(lower > 0)) {
      const message = `expected lower to be above 0 for the log scale, got ${lower}; raise it, or set scale to "linear"`;
      issues.push({ code: "custom", path: ["lower"], input: lower, message });
    }
  });
