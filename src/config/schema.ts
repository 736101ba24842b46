import { z } from "zod";
import type { EvaluatorPlugin } from "../evaluation/index.ts";
import { costSchema } from "./cost-schema.ts";
import { evaluatorSchema } from "./evaluator-schema.ts";
import { figureSchema } from "./figure-schema.ts";
import { observableSchema } from "./observable-schema.ts";
import { parameterSchema } from "./parameter-schema.ts";
import { show } from "./show.ts";
import { surrogateSchema } from "./surrogate-schema.ts";

/** What a config may name, brought in from outside. */
export interface ConfigPlugins {
  readonly evaluators: readonly EvaluatorPlugin[];
  readonly acquisitions: readonly string[]; // the first is the default
  /** Loads what an evaluator `"adapter": "plugin"` names; without it such evaluators may have any options. Throws an Error that says what is wrong. */
  readonly loadPlugin?: (specifier: string, directory: string) => Promise<Pick<EvaluatorPlugin, "options">>;
}

export const parametersSchema = z.array(parameterSchema).min(1).max(20);

/** The names alone: enough to check expressions over them. */
export const parameterNamesSchema = z.array(z.looseObject({ name: parameterSchema.shape.name }));

/** File names on every system: it names the run directory. */
const scanName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, {
  error: ({ input }) => `expected at most 100 letters, digits, ".", "_" and "-", a letter or digit first, got ${show(input)}`,
});

/** The schema of a whole config, the contract of `excursion schema`; strict at every level. */
export function configSchema({ evaluators, acquisitions }: ConfigPlugins) {
  return z.strictObject({
    $schema: z.string().optional().describe("The JSON Schema of this file, for editors; excursion schema prints it."),
    name: scanName.optional().describe("Name of the scan and its run directory; default: the name of the config file."),
    directory: z.string().min(1).optional().describe("Folder that relative paths start from; default: the folder of the config file."),
    seed: z.int().nonnegative().default(1).describe("Makes the scan repeatable; another seed draws another initial design."),
    parameters: parametersSchema.describe("The axes of the scan, 1 to 20."),
    constraints: z
      .array(z.string())
      .default([])
      .describe("Expressions over the parameter names, such as mLsp <= mGluino - 25; points where one is false are never evaluated."),
    points: z
      .union([z.string().min(1), z.array(z.record(z.string(), z.number())).min(1)], {
        error: ({ input }) => `expected the name of a CSV file or a list of points, got ${show(input)}`,
      })
      .optional()
      .describe("The only points that may be evaluated: a CSV file with a column for each parameter, or a list of objects."),
    observables: z.array(observableSchema).min(1).describe("What an evaluation yields and which contours of it are sought."),
    evaluator: evaluatorSchema(evaluators).describe("What evaluates a point."),
    design: z
      .strictObject({ points: z.int().positive().optional().describe("Number of points; default: 2 (d + 1) for d parameters, d + 2 beside a proxy.") })
      .prefault({})
      .describe("The initial points, evaluated before there is a model to choose by."),
    surrogate: surrogateSchema(evaluators).prefault({}).describe("The Gaussian-process model of the observables, and what is known beforehand."),
    acquisition: z
      .strictObject({
        name: z.enum(acquisitions).default(acquisitions[0]!).describe("Criterion by which the next points are chosen."),
      })
      .prefault({})
      .describe("How the next points are chosen."),
    convergence: z
      .strictObject({
        misclassifiedVolume: z
          .number()
          .positive()
          .lt(1)
          .optional()
          .describe("Part of the admissible volume that may be on the wrong side, with 95 % confidence; default: 0.01 without a contourDistance."),
        contourDistance: z
          .record(z.string(), z.number().positive())
          .optional()
          .describe("Mean distance, by parameter and in its unit, that may separate the contour from the true one, with 95 % confidence."),
        auditEvaluations: z
          .int()
          .nonnegative()
          .default(0)
          .describe("Points, uniform over the domain, that check a certified contour before they train the model; part of the budget."),
      })
      .prefault({})
      .describe("When the scan has found the contours."),
    budget: z
      .strictObject({
        evaluations: z.int().positive().default(200).describe("Points to evaluate at most; retries are not counted."),
        wallTimeSeconds: z.number().positive().optional().describe("Time after which the scan stops; default: no limit."),
        cost: costSchema.optional().describe("What evaluations may cost together, in simulated events or in seconds."),
        failures: z.int().nonnegative().default(20).describe("Failed points that are put up with; one more ends the scan."),
      })
      .prefault({})
      .describe("What the scan may spend."),
    figure: figureSchema.describe("What figures say and show beside the contours."),
  });
}

export type ConfigSchema = ReturnType<typeof configSchema>;

/** A config as it is written, in a file or as an object. */
export type ConfigInput = z.input<ConfigSchema>;

/** A config with the right shape and every default that does not depend on the rest filled in. */
export type CheckedConfig = z.output<ConfigSchema>;
