/** One task of a job array: the key is our own, the batch system knows the array by it. */
export interface TaskName {
  readonly key: string; // of the array
  readonly index: number; // in the array, 0 for the first
}

/** What a batch system is to run: `argv` with the task's index as one more word, once for every index below `size`. */
export interface TaskArray {
  readonly key: string;
  readonly size: number;
  readonly directory: string; // absolute: the array's own, for logs
  readonly argv: readonly [string, ...string[]];
}

/** How a batch system has ended a task that left no reply. */
export interface Ending {
  readonly reason: string;
  readonly retryable: boolean;
  /** Somebody took it back: worth nothing to a scan that comes back for it. */
  readonly cancelled: boolean;
  /** Its job is still in the system, where nobody looks after it: it has to be cancelled. */
  readonly remains?: boolean;
}

export interface TaskState {
  readonly job: string; // as the batch system's programs want it: "12_3"
  readonly ending?: Ending; // absent: it waits or runs
}

/**
 * The port to a batch system, reached through its command-line programs. Whatever it is asked, it may be out of reach for a
 * while: then the methods reject with a BatchError that is passing.
 */
export interface BatchSystem {
  readonly name: string;
  readonly largestArray: number;
  /** Throws an EvaluationError when nothing can be submitted this way: programs that are missing, resources that do not exist. */
  check(): Promise<void>;
  /** Submits an array and resolves to its job id. It may be in the system even when this rejects. */
  submit(array: TaskArray): Promise<string>;
  /** The job of one task of an array that was submitted as `job`. */
  jobOf(job: string, index: number): string;
  /** What the system knows of the arrays with these keys, and maybe of others, by `taskText`; what it has forgotten is absent. */
  states(keys: ReadonlySet<string>): Promise<ReadonlyMap<string, TaskState>>;
  /** What an archive knows of a task that the system has forgotten, where there is one. */
  past(job: string): Promise<TaskState | undefined>;
  cancel(jobs: readonly string[]): Promise<void>;
}

/** A request that a batch system did not fulfil; passing: it may the next time. */
export class BatchError extends Error {
  override readonly name = "BatchError";
  readonly passing: boolean;

  constructor(message: string, passing: boolean) {
    super(message);
    this.passing = passing;
  }
}

export function taskText({ key, index }: TaskName): string {
  return `${key}/${index}`;
}
