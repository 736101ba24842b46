import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { type EvaluationRequest, EvaluationError, maximumReplyBytes, parseReply } from "../../src/evaluation/index.ts";
import { wrappedOptions } from "../wrapped/options.ts";
import type { TaskName } from "./batch-system.ts";

/** A task as its runner finds it in the file of its array. */
const task = z.object({
  request: z.object({ id: z.string(), attempt: z.number(), seed: z.number(), parameters: z.record(z.string(), z.number()) }),
  directory: z.string(), // absolute: the attempt's
});
export type Task = z.output<typeof task>;

const arrayFile = z.object({
  evaluator: wrappedOptions,
  environment: z.object({
    configDirectory: z.string(),
    runDirectory: z.string(),
    parameterNames: z.array(z.string()),
    observableNames: z.array(z.string()),
  }),
  tasks: z.array(task),
});
export type ArrayFile = z.output<typeof arrayFile>;

const name = z.object({ key: z.string().regex(/^[\w.-]+$/), index: z.int().nonnegative() });

/** The folder of the arrays of a run, and the file in it that says what an array's tasks are. */
export const arrayDirectory = (runDirectory: string, key: string): string => join(runDirectory, "batch", key);
export const tasksFile = (directory: string): string => join(directory, "tasks.json");

const submissionFile = (attemptDirectory: string): string => join(attemptDirectory, "submission.json");
const replyFile = (attemptDirectory: string): string => join(attemptDirectory, "reply.json");

/**
 * Writes an array's tasks and, in every attempt's directory, which task of it the attempt is: on the disk before anything is
 * submitted, so that a driver that dies in between can tell. Returns the array's directory.
 */
export async function writeIntent(key: string, file: ArrayFile): Promise<string> {
  const directory = arrayDirectory(file.environment.runDirectory, key);
  await mkdir(directory, { recursive: true });
  await writeFile(tasksFile(directory), JSON.stringify(file), { flush: true });
  await Promise.all(
    file.tasks.map((one, index) => writeWhole(submissionFile(one.directory), JSON.stringify({ key, index } satisfies TaskName))),
  );
  return directory;
}

/** Which task an attempt was last submitted as, or was about to be. */
export async function readIntent(attemptDirectory: string): Promise<TaskName | undefined> {
  try {
    return name.parse(JSON.parse(await readFile(submissionFile(attemptDirectory), "utf8")));
  } catch {
    return undefined; // it never came that far
  }
}

export async function readTask(path: string, index: number): Promise<Omit<ArrayFile, "tasks"> & Task> {
  const { tasks, ...common } = arrayFile.parse(JSON.parse(await readFile(path, "utf8")));
  const found = tasks[index];
  if (found === undefined) throw new Error(`expected a task below ${tasks.length}, got ${index}`);
  return { ...common, ...found };
}

/** Makes the reply appear all at once; the first one stays. */
export async function writeReplyFile({ request, directory }: Task, text: string): Promise<void> {
  const path = replyFile(directory);
  if (await exists(path)) return;
  const { id, attempt } = request;
  await writeWhole(path, `{"id":${JSON.stringify(id)},"attempt":${attempt},"reply":${text}}\n`);
}

export function hasReply(directory: string): Promise<boolean> {
  return exists(replyFile(directory));
}

/** The reply of an attempt, or undefined when there is none yet. Throws an EvaluationError when it is not what a runner writes. */
export async function readReplyFile({ request, directory }: Task): Promise<{ readonly reply: unknown } | undefined> {
  const path = replyFile(directory);
  const size = await stat(path).then((status) => status.size, () => undefined);
  if (size === undefined) return undefined;
  const limit = maximumReplyBytes + 1024;
  if (size > limit) throw new EvaluationError(`expected at most ${limit} bytes in ${path}, got ${size}`, true);
  let value: unknown;
  try {
    value = parseReply(await readFile(path, "utf8"));
  } catch {
    value = undefined;
  }
  const { id, attempt } = request;
  if (typeof value === "object" && value !== null && "reply" in value && "id" in value && value.id === id && "attempt" in value && value.attempt === attempt) {
    return { reply: value.reply };
  }
  throw new EvaluationError(`expected ${path} to be the reply to attempt ${attempt} of ${id}, got something else`, true);
}

/** Everything in an array is named by it: our own, unlike a job id that a restarted controller gives out again. */
export function newArrayKey({ id, attempt }: EvaluationRequest): string {
  return `${fileName(id)}.${attempt}-${randomUUID().slice(0, 8)}`;
}

/** The run as it is named in the batch system. */
export function runName(runDirectory: string): string {
  return fileName(basename(resolve(runDirectory)));
}

function fileName(text: string): string {
  return text.replaceAll(/[^\w.-]/g, "_").replace(/^[.-]+/, "").slice(0, 100) || "scan";
}

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID().slice(0, 8)}`;
  await writeFile(beside, text, { flush: true });
  await rename(beside, path);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
