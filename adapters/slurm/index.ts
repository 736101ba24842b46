import { z } from "zod";
import type { EvaluatorPlugin } from "../../src/evaluation/index.ts";
import { createBatchEvaluator } from "../batch/evaluator.ts";
import { runName } from "../batch/task-files.ts";
import { wrappedOptions } from "../wrapped/options.ts";
import { createSlurm } from "./slurm.ts";

/** Options of sbatch that the adapter sets itself. */
const ownOptions = /^--(?:array|chdir|comment|error|export-file|input|job-name|output|parsable|test-only|wait|wrap)\b|^-[aDeiJoW]/;

const options = z.strictObject({
  evaluator: wrappedOptions,
  partition: z.string().min(1).optional().describe("Partition, or several separated by commas. Default: the cluster's own."),
  time: z.string().regex(/^(?:\d+-)?\d+(?::\d{1,2}){0,2}$/, "expected a time as Slurm has it, such as \"30\" (minutes), \"02:00:00\" or \"1-12:00:00\"").optional()
    .describe("Time limit of one evaluation as Slurm has it: minutes, hh:mm:ss or days-hh:mm:ss. Default: the partition's."),
  cpusPerTask: z.int().positive().optional().describe("Processors for one evaluation. Default: the cluster's own, mostly 1."),
  memory: z.string().regex(/^\d+[KMGT]?$/, "expected a size as Slurm has it, such as \"2G\"").optional()
    .describe("Memory for one evaluation, such as 2G; a number alone means megabytes. Default: the partition's."),
  options: z
    .array(z.string().regex(/^-/, "expected an option of sbatch as one text, such as \"--account=atlas\"").refine((option) => !ownOptions.test(option), "expected an option that the adapter does not set itself"))
    .default([])
    .describe("Further options of sbatch, one text each, such as --account=atlas."),
});
export type SlurmOptions = z.output<typeof options>;

/** Evaluates in a Slurm cluster whose nodes see the run directory. */
export const slurmAdapter: EvaluatorPlugin<typeof options> = {
  name: "slurm",
  options,
  build: (given, environment) => createBatchEvaluator(createSlurm(given, runName(environment.runDirectory)), given.evaluator, environment),
};
