import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeError, EvaluationError, show } from "../../src/evaluation/index.ts";
import { BatchError, type BatchSystem, taskText, type TaskState } from "../batch/batch-system.ts";
import { complaintOf, runProgram } from "../batch/run-program.ts";
import { arrayDirectory, runName } from "../batch/task-files.ts";
import { readEvents } from "./event-log.ts";
import type { HtcondorOptions } from "./index.ts";
import { eventLogOf, submitFile } from "./submit-file.ts";

/** What condor_submit complains of when the scheduler is away. */
const passing = /connect|queue manager|schedd|communication|timed out|time ?out|CEDAR|try again/i;

const jobs = z.array(z.object({ ClusterId: z.int(), ProcId: z.int(), ExcursionKey: z.string() }));

/** HTCondor through condor_submit, condor_q, condor_rm and the event log of each array. */
export function createHtcondor({ cpus, memory, submit }: HtcondorOptions, runDirectory: string): BatchSystem {
  const run = runName(runDirectory);

  /** What waits or runs, is on hold, or is being removed, by `taskText`. */
  async function queued(): Promise<Map<string, TaskState>> {
    const words = ["-json", "-attributes", "ClusterId,ProcId,ExcursionKey", "-constraint", `ExcursionRun == "${run}"`];
    const answer = await runProgram("condor_q", words);
    if (answer.code !== 0) throw new BatchError(complaintOf("condor_q", answer), true);
    return new Map(
      readJobs(answer.stdout).map(({ ClusterId, ProcId, ExcursionKey }) => [taskText({ key: ExcursionKey, index: ProcId }), { job: `${ClusterId}.${ProcId}` }]),
    );
  }

  return {
    name: "HTCondor",
    largestArray: 500,

    async check() {
      await queued().catch((error: unknown) => {
        if (error instanceof BatchError && !error.passing) throw new EvaluationError(`evaluator: expected HTCondor to take jobs, got ${error.message}`, false);
        if (!(error instanceof BatchError)) throw error;
      });
    },

    async submit(array) {
      const file = join(array.directory, "task.sub");
      await writeFile(file, submitFile({ run, array, cpus, memory, submit }));
      const answer = await runProgram("condor_submit", ["-terse", file], array.directory);
      if (answer.code !== 0) {
        const complaint = complaintOf("condor_submit", answer);
        throw new BatchError(complaint, passing.test(complaint));
      }
      const cluster = /^(\d+)\.\d+ - \d+\.\d+$/m.exec(answer.stdout)?.[1];
      if (cluster === undefined) throw new BatchError(`expected the jobs from condor_submit, got ${JSON.stringify(answer.stdout)}`, true);
      return cluster;
    },

    jobOf: (job, index) => `${job}.${index}`,

    async states(keys) {
      const states = await queued();
      for (const key of keys) {
        const log = await readFile(eventLogOf(arrayDirectory(runDirectory, key)), "utf8").catch(() => "");
        for (const [index, { job, ending }] of readEvents(log)) {
          if (ending !== undefined) states.set(taskText({ key, index }), { job, ending });
        }
      }
      return states;
    },

    past: async () => undefined, // the event logs forget nothing

    async cancel(list) {
      const answer = await runProgram("condor_rm", list);
      if (answer.code !== 0) throw new BatchError(complaintOf("condor_rm", answer), true); // some had ended meanwhile
    },
  };
}

/** What condor_q lists; without a job it may say nothing at all. */
function readJobs(text: string): z.output<typeof jobs> {
  try {
    return jobs.parse(text.trim() === "" ? [] : JSON.parse(text));
  } catch (error) {
    throw new BatchError(`expected a list of jobs from condor_q, got ${show(text)}: ${describeError(error)}`, true);
  }
}
