import { writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { EvaluationError } from "../../src/evaluation/index.ts";
import { BatchError, type BatchSystem, taskText, type TaskState } from "../batch/batch-system.ts";
import { type Answer, complaintOf, runProgram } from "../batch/run-program.ts";
import type { SlurmOptions } from "./index.ts";
import { endingOf } from "./job-states.ts";

/** The same text for every job: what it runs comes as words, which are not interpreted. */
const script = `#!/bin/sh
# What Slurm runs on a node: the words it was submitted with, and the number of the task.
exec "$@" "$SLURM_ARRAY_TASK_ID"
`;

/** What sbatch and squeue complain of when the controller is away, busy, or the user has enough jobs for now. */
const passing =
  /unable to contact|connect failure|connection refused|communication|timed out|try again|temporarily|in standby|zero bytes|transport endpoint|protocol authentication|socket|submit limit|busy/i;

/** What sbatch complains of when no job could ever be submitted this way; nodes that are down today are not a reason. */
const hopeless = /invalid|illegal|unrecognized|unknown|on PATH|configuration (?:file|source)/i;

/** As many job ids as one command line takes. */
const idsAtOnce = 500;

/** Slurm through sbatch, squeue, scancel and, where there is one, sacct. */
export function createSlurm(options: SlurmOptions, run: string): BatchSystem {
  const jobName = `excursion-${run}`;
  const commentOf = (key: string): string => `excursion:${run}:${key}`;
  const resources = [
    ...(options.partition === undefined ? [] : [`--partition=${options.partition}`]),
    ...(options.time === undefined ? [] : [`--time=${options.time}`]),
    ...(options.cpusPerTask === undefined ? [] : [`--cpus-per-task=${options.cpusPerTask}`]),
    ...(options.memory === undefined ? [] : [`--mem=${options.memory}`]),
    ...options.options,
  ];

  async function answerOf(name: string, words: readonly string[], cwd?: string): Promise<Answer> {
    const answer = await runProgram(name, words, cwd);
    if (answer.code === 0) return answer;
    const complaint = complaintOf(name, answer);
    throw new BatchError(complaint, passing.test(complaint));
  }

  return {
    name: "Slurm",
    largestArray: 500,

    async check() {
      try {
        await answerOf("sbatch", ["--test-only", ...resources, "--wrap=true"]);
      } catch (error) {
        if (!(error instanceof BatchError)) throw error;
        if (hopeless.test(error.message)) throw new EvaluationError(`evaluator: expected Slurm to take jobs, got ${error.message}`, false);
      }
    },

    async submit({ key, size, directory, argv }) {
      const own = [
        "--parsable", `--array=0-${size - 1}`, `--job-name=${jobName}`, `--comment=${commentOf(key)}`,
        `--output=${join(directory.replaceAll("%", "%%"), "%a.log")}`, `--chdir=${directory}`,
      ];
      const file = join(directory, "task.sh");
      await writeFile(file, script);
      const { stdout } = await answerOf("sbatch", [...resources, ...own, file, ...argv], directory);
      const job = /^(\d+)(?:;.*)?$/m.exec(stdout.trim())?.[1]; // with a cluster's name behind it in a federation
      if (job === undefined) throw new BatchError(`expected the job id from sbatch, got ${JSON.stringify(stdout)}`, true);
      return job;
    },

    jobOf: (job, index) => `${job}_${index}`,

    async states() {
      const user = `--user=${userInfo().uid}`; // the controller then looks at nobody else's jobs
      const words = ["--noheader", "--array", "--states=all", user, `--name=${jobName}`, "--format=%i|%T|%r|%k"];
      const { stdout } = await answerOf("squeue", words);
      const states = new Map<string, TaskState>();
      const prefix = commentOf("");
      for (const line of stdout.split("\n")) {
        const [, job, index, state, reason, comment] = /^(\d+)_(\d+)\|([A-Z_]+)\|([^|]*)\|(.*)$/.exec(line.trim()) ?? [];
        if (comment?.startsWith(prefix) !== true) continue;
        const ending = endingOf(state!, reason!);
        states.set(taskText({ key: comment.slice(prefix.length), index: Number(index) }), { job: `${job}_${index}`, ...(ending !== undefined && { ending }) });
      }
      return states;
    },

    async past(job) {
      const words = ["--noheader", "--parsable2", "--allocations", `--jobs=${job}`, "--format=State,ExitCode"];
      const answer = await runProgram("sacct", words).catch(() => undefined); // many clusters have no accounting
      const [, state, exitCode] = /^([A-Z_]+)[^|]*\|(.*)$/m.exec(answer?.code === 0 ? answer.stdout : "") ?? [];
      const ending = state === undefined ? undefined : endingOf(state, `exit code ${exitCode}`);
      return ending === undefined ? undefined : { job, ending };
    },

    async cancel(jobs) {
      for (let i = 0; i < jobs.length; i += idsAtOnce) await answerOf("scancel", jobs.slice(i, i + idsAtOnce));
    },
  };
}
