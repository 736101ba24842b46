import { join } from "node:path";
import { EvaluationError, show } from "../../src/evaluation/index.ts";
import type { TaskArray } from "../batch/batch-system.ts";

export interface SubmitCommands {
  readonly run: string;
  readonly array: TaskArray;
  readonly cpus?: number | undefined;
  readonly memory?: string | undefined;
  readonly submit: Readonly<Record<string, string>>;
}

/** Where HTCondor notes what happens to the tasks of an array. */
export const eventLogOf = (arrayDirectory: string): string => join(arrayDirectory, "events.log");

/** Submit commands, in lower case, that are the adapter's. */
export const ownCommands: ReadonlySet<string> = new Set([
  "arguments", "error", "executable", "initialdir", "log", "output", "periodic_remove", "queue", "should_transfer_files", "universe",
  "my.excursionkey", "+excursionkey", "my.excursionrun", "+excursionrun",
]);

/** The submit description of an array: one process of a cluster for every task, on machines that share the file system. */
export function submitFile({ run, array, cpus, memory, submit }: SubmitCommands): string {
  const { key, size, directory, argv } = array;
  const [executable, ...words] = argv;
  const lines = [
    `batch_name = excursion-${run}`,
    "getenv = True",
    ...(cpus === undefined ? [] : [`request_cpus = ${cpus}`]),
    ...(memory === undefined ? [] : [`request_memory = ${memory}`]),
    ...Object.entries(submit).map(([name, value]) => `${name} = ${value}`),
    "universe = vanilla",
    "should_transfer_files = NO",
    `executable = ${plain(executable)}`,
    `arguments = "${[...words.map(quoted), "$(Process)"].join(" ")}"`,
    `initialdir = ${plain(directory)}`,
    `output = ${plain(join(directory, "task"))}.$(Process).log`,
    `error = ${plain(join(directory, "task"))}.$(Process).log`,
    `log = ${plain(eventLogOf(directory))}`,
    "periodic_remove = JobStatus == 5", // nobody looks after a job on hold: its reason is in the log
    `MY.ExcursionRun = "${run}"`,
    `MY.ExcursionKey = "${key}"`,
    `queue ${size}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A text that is taken as it is: macros begin with a dollar. Throws an EvaluationError for one that is not one line. */
function plain(text: string): string {
  if (/[\p{Cc}]/u.test(text)) throw new EvaluationError(`expected paths of printable characters for HTCondor, got ${show(text)}`, false);
  return text.replaceAll("$", "$(DOLLAR)");
}

/** A word of the arguments in the syntax of a list within double quotes. */
function quoted(word: string): string {
  return `'${plain(word).replaceAll("'", "''").replaceAll('"', '""')}'`;
}
