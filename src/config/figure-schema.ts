import { z } from "zod";

const lines = z.union([z.string(), z.array(z.string())]).optional();

/** What the figures of a scan say and show beside its contours; nothing of it changes the meaning of a scan. */
export const figureSchema = z
  .strictObject({
    experiment: z.string().optional().describe("Name set in bold before everything else; default: none."),
    energy: z.string().optional().describe("Of the collisions, such as 13 TeV; written after √s =."),
    luminosity: z.string().optional().describe("Of the data, such as 139 fb^{-1}."),
    process: lines.describe("What was searched for, one line or several; TeX's ^, _, \\tilde, \\chi and the like are understood."),
    notes: lines.describe("Further lines; default: the confidence level, where the observables are CLs."),
    forbidden: lines.describe("What is written along the border of the forbidden region, one text a constraint; default: the constraint."),
    points: z.enum(["none", "evaluated", "order"]).default("none").describe("Evaluated points as small marks, or coloured by their order."),
    values: z.string().optional().describe("Observable whose value is written at each evaluated point."),
    projections: z
      .boolean()
      .default(false)
      .describe("In three and more dimensions: also draw where points are excluded whatever the other parameters are, and for some of them."),
    prediction: z
      .strictObject({
        expression: z.string().describe("Over the parameter; limits are multiplied by it, such as a cross-section whose multiple is limited."),
        label: z.string().optional().describe("Of the line of the prediction; default: prediction."),
        title: z.string().optional().describe("Of the axis of limits."),
        unit: z.string().optional().describe("Of the axis of limits, such as fb."),
      })
      .optional()
      .describe("In one dimension: what the limits are multiples of; its line is where the threshold is."),
  })
  .prefault({});

export type FigureConfig = z.output<typeof figureSchema>;
