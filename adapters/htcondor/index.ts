import { z } from "zod";
import type { EvaluatorPlugin } from "../../src/evaluation/index.ts";
import { createBatchEvaluator } from "../batch/evaluator.ts";
import { wrappedOptions } from "../wrapped/options.ts";
import { createHtcondor } from "./htcondor.ts";
import { ownCommands } from "./submit-file.ts";

const oneLineText = z.string().regex(/^[^\p{Cc}]*$/u, "expected one line of text");

const options = z.strictObject({
  evaluator: wrappedOptions,
  cpus: z.int().positive().optional().describe("Processors for one evaluation (request_cpus). Default: the pool's own, mostly 1."),
  memory: z.string().regex(/^\d+ ?[KMGT]?B?$/i, "expected a size as HTCondor has it, such as \"2GB\"").optional()
    .describe("Memory for one evaluation (request_memory), such as 2GB; a number alone means megabytes. Default: the pool's own."),
  submit: z
    .record(z.string().regex(/^[+\w.]+$/, "expected the name of a submit command"), oneLineText)
    .refine((commands) => !Object.keys(commands).some((name) => ownCommands.has(name.toLowerCase())), `expected commands that the adapter does not set itself (${[...ownCommands].join(", ")})`)
    .default({})
    .describe("Further commands of the submit file, such as { \"+JobFlavour\": \"\\\"longlunch\\\"\" }."),
});
export type HtcondorOptions = z.output<typeof options>;

/** Evaluates in an HTCondor pool whose machines see the run directory. */
export const htcondorAdapter: EvaluatorPlugin<typeof options> = {
  name: "htcondor",
  options,
  build: (given, environment) => createBatchEvaluator(createHtcondor(given, environment.runDirectory), given.evaluator, environment),
};
