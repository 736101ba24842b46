import { z } from "zod";
import { type EvaluationRequest, EvaluationError, show } from "../../src/evaluation/index.ts";

/**
 * All that a job holds: a point. What evaluates it is no part of it, a worker has that from its own config, so that whoever
 * can write to the queue can make workers do nothing else.
 */
const job = z.strictObject({
  id: z.string().regex(/^\w[\w.-]{0,99}$/),
  attempt: z.int().positive(),
  seed: z.int().nonnegative(),
  parameters: z.record(z.string(), z.number()),
});

export type JobData = z.output<typeof job>;

/** Cancelled jobs fail with this reason. */
export const cancelled = "cancelled by the scan";

/** On which workers hear which jobs nobody waits for any more. */
export function cancelChannelOf(queueName: string): string {
  return `${queueName}-cancelled`;
}

/** The same for every submission of an attempt, so that the second one is none. */
export function jobIdOf({ id, attempt }: JobData): string {
  return `${id}.${attempt}`;
}

/** A request as a job. Throws an EvaluationError for an id that could not be a file's name. */
export function jobOf({ id, attempt, seed, parameters }: EvaluationRequest): JobData {
  const data = { id, attempt, seed, parameters: { ...parameters } };
  if (job.safeParse(data).success) return data;
  throw new EvaluationError(`expected an id of letters, digits, ".", "_" and "-", and finite parameters, got ${show(data)}`, false);
}

/** What a worker was given, checked. Throws an EvaluationError: anybody may have written it. */
export function readJob(value: unknown, parameterNames: readonly string[]): JobData {
  const { data, error } = job.safeParse(value);
  const missing = parameterNames.find((name) => data !== undefined && !Object.hasOwn(data.parameters, name));
  if (data !== undefined && missing === undefined) return data;
  throw new EvaluationError(`expected a point as job, got ${missing === undefined ? error!.issues[0]!.message : `none with ${missing}`}`, false);
}
