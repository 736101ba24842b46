import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BatchError, type BatchSystem, type Ending, type TaskArray, taskText, type TaskState } from "../../adapters/batch/batch-system.ts";
import { createBatchEvaluator } from "../../adapters/batch/evaluator.ts";
import type { EvaluationContext, EvaluationRequest, Evaluator } from "../../src/evaluation/index.ts";
import { createManualClock, type ManualClock } from "../../src/testing/manual-clock.ts";

/** A batch system in memory; what it does next is what a test says. */
class FakeSystem implements BatchSystem {
  readonly name = "Fake";
  readonly largestArray = 3;
  readonly arrays: TaskArray[] = [];
  readonly cancelled: string[] = [];
  readonly known = new Map<string, TaskState>();
  /** What goes wrong at the next submissions: the error, and whether the array got through all the same. */
  troubles: { readonly error: BatchError; readonly through: boolean }[] = [];
  unreachable = false;
  pastEnding: Ending | undefined;

  async check(): Promise<void> {}

  async submit(array: TaskArray): Promise<string> {
    const trouble = this.troubles.shift();
    if (trouble === undefined || trouble.through) {
      this.arrays.push(array);
      for (let index = 0; index < array.size; index++) this.known.set(taskText({ key: array.key, index }), { job: this.jobOf(String(this.arrays.length), index) });
    }
    if (trouble !== undefined) throw trouble.error;
    return String(this.arrays.length);
  }

  jobOf(job: string, index: number): string {
    return `${job}_${index}`;
  }

  async states(): Promise<ReadonlyMap<string, TaskState>> {
    if (this.unreachable) throw new BatchError("no answer", true);
    return new Map(this.known);
  }

  async past(job: string): Promise<TaskState | undefined> {
    return this.pastEnding === undefined ? undefined : { job, ending: this.pastEnding };
  }

  async cancel(jobs: readonly string[]): Promise<void> {
    this.cancelled.push(...jobs);
    for (const [task, { job }] of this.known) {
      if (jobs.includes(job)) this.known.set(task, { job, ending: { reason: "cancelled", retryable: true, cancelled: true } });
    }
  }

  end(array: number, index: number, ending: Ending): void {
    this.known.set(taskText({ key: this.arrays[array]!.key, index }), { job: this.jobOf(String(array + 1), index), ending });
  }
}

interface TaskInFile {
  readonly request: EvaluationRequest;
  readonly directory: string;
}

let folder: string;
let system: FakeSystem;
let clock: ManualClock;
let notes: string[];
let evaluators: Evaluator[];
let evaluator: Evaluator;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "batch-"));
  system = new FakeSystem();
  clock = createManualClock();
  evaluators = [];
  notes = [];
  evaluator = await build();
});
afterEach(async () => {
  let closed = false;
  void Promise.all(evaluators.map((one) => one.close())).then(() => (closed = true));
  await passUntil(() => closed);
  rmSync(folder, { recursive: true });
});

async function build(): Promise<Evaluator> {
  const built = await createBatchEvaluator(system, { adapter: "command", command: [process.execPath, "{x}"], persistent: false }, {
    configDirectory: folder, runDirectory: join(folder, "run"), parameterNames: ["x"], observableNames: ["y"], workers: 8, clock, note: (text) => notes.push(text),
  });
  evaluators.push(built);
  return built;
}

const request = (id: string): EvaluationRequest => ({ id, attempt: 1, seed: 7, parameters: { x: 1 } });
const directoryOf = (id: string): string => join(folder, `${id}.1`);

function ask(id: string, changes: Partial<EvaluationContext> = {}, by = evaluator) {
  const directory = directoryOf(id);
  mkdirSync(directory, { recursive: true });
  const handles: string[] = [];
  const context = { signal: new AbortController().signal, directory, submitted: async (handle: string) => void handles.push(handle), ...changes };
  const answer = by.evaluate(request(id), context);
  answer.catch(() => undefined);
  return { answer, handles };
}

/** Time passes, and the file system gets its share of real time in between. */
async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < 10 * seconds; i++) {
    clock.advance(0.1);
    await pause(1);
  }
}

/** Time passes until something holds. */
async function passUntil(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("waited a minute in vain");
    await pass(1);
  }
}

function reply(id: string, value: unknown): void {
  writeFileSync(join(directoryOf(id), "reply.json"), JSON.stringify({ id, attempt: 1, reply: value }));
}

function tasksOf({ directory }: TaskArray): readonly TaskInFile[] {
  return (JSON.parse(readFileSync(join(directory, "tasks.json"), "utf8")) as { tasks: TaskInFile[] }).tasks;
}

const crash: Ending = { reason: "its node failed", retryable: true, cancelled: false };

async function outcomeOf(answer: Promise<unknown>): Promise<unknown> {
  let outcome: unknown;
  answer.then((value) => (outcome = value), (error: Error) => (outcome = error.message));
  await passUntil(() => outcome !== undefined);
  return outcome;
}

describe("submitting", () => {
  test("what is asked for together goes into one array, and the rest into the next", async () => {
    const asked = ["a", "b", "c", "d", "e"].map((id) => ask(id));
    await passUntil(() => system.arrays.length === 2);
    const arrays = system.arrays.map(tasksOf).map((tasks) => tasks.map(({ request: { id } }) => id));
    expect(arrays.map(({ length }) => length)).toEqual([3, 2]); // in whatever order their folders were made
    expect(arrays.flat().toSorted()).toEqual(["a", "b", "c", "d", "e"]);
    for (const id of ["a", "b", "c", "d", "e"]) reply(id, { infeasible: id });
    for (const [i, { answer }] of asked.entries()) expect(await outcomeOf(answer)).toEqual({ infeasible: "abcde"[i] });
    const last = "abcde".indexOf(arrays[1]![1]!);
    expect(asked[last]!.handles).toEqual([`${system.arrays[1]!.key}/1@2_1`]);
  });

  test("the intent is in the attempt's directory before anything is submitted", async () => {
    let intent: unknown;
    const submit = system.submit.bind(system);
    system.submit = (array) => {
      intent = JSON.parse(readFileSync(join(directoryOf("a"), "submission.json"), "utf8"));
      return submit(array);
    };
    ask("a");
    await passUntil(() => system.arrays.length === 1);
    expect(intent).toEqual({ key: system.arrays[0]!.key, index: 0 });
    expect(system.arrays[0]!.key).toMatch(/^a\.1-[0-9a-f]{8}$/);
  });

  test("what the system does not want fails for good, with its words", async () => {
    system.troubles = [{ error: new BatchError("sbatch: invalid partition", false), through: false }];
    const { answer } = ask("a");
    expect(await outcomeOf(answer)).toBe("sbatch: invalid partition");
    await expect(answer).rejects.toMatchObject({ retryable: false });
  });

  test("a submission that got through although the answer did not is not made again", async () => {
    system.troubles = [{ error: new BatchError("timed out", true), through: true }];
    const { answer, handles } = ask("a");
    await passUntil(() => handles.length === 1);
    reply("a", { infeasible: "a" });
    expect(await outcomeOf(answer)).toEqual({ infeasible: "a" });
    expect(system.arrays).toHaveLength(1);
  });

  test("one that did not get through is made again, once the system can be asked", async () => {
    system.troubles = [{ error: new BatchError("no answer", true), through: false }];
    system.known.set("an-earlier-array/0", { job: "77_0" });
    system.unreachable = true;
    const { handles } = ask("a");
    await pass(20);
    expect(system.arrays).toHaveLength(0);
    expect(notes).toEqual(["Fake takes no jobs for now, and is asked again: no answer"]);
    system.unreachable = false;
    await passUntil(() => handles.length === 1);
    expect(system.arrays).toHaveLength(1);
    expect(handles).toEqual([`${system.arrays[0]!.key}/0@1_0`]);
  });

  test("an attempt that is aborted before its submission never gets there", async () => {
    const abort = new AbortController();
    const { answer } = ask("a", { signal: abort.signal });
    abort.abort();
    expect(await outcomeOf(answer)).toBe("the evaluation was aborted");
    expect(system.arrays).toEqual([]);
  });
});

describe("following", () => {
  test("a reply counts although the system says that the task failed, when it is seen in time", async () => {
    const { answer } = ask("a");
    await passUntil(() => system.arrays.length === 1);
    system.end(0, 0, crash);
    await pass(15);
    reply("a", { infeasible: "late on this file system" });
    expect(await outcomeOf(answer)).toEqual({ infeasible: "late on this file system" });
  });

  test("without a reply it fails as the system says", async () => {
    const { answer } = ask("a");
    await passUntil(() => system.arrays.length === 1);
    system.end(0, 0, crash);
    expect(await outcomeOf(answer)).toBe("its node failed");
    await expect(answer).rejects.toMatchObject({ retryable: true });
  });

  test("a job on hold, which nobody looks after, fails and is cancelled", async () => {
    const { answer } = ask("a");
    await passUntil(() => system.arrays.length === 1);
    system.end(0, 0, { reason: "put on hold", retryable: true, cancelled: false, remains: true });
    expect(await outcomeOf(answer)).toBe("put on hold");
    expect(system.cancelled).toEqual(["1_0"]);
  });

  test("a task that the system has lost is submitted again, three times at most", async () => {
    const { answer, handles } = ask("a");
    for (let i = 1; i <= 3; i++) {
      await passUntil(() => system.arrays.length === i);
      system.known.clear();
    }
    expect(await outcomeOf(answer)).toBe("submitted 3 times, and Fake knew nothing of it afterwards");
    expect(new Set(handles).size).toBe(3);
    expect(system.arrays).toHaveLength(3);
  });

  test("unless an archive knows how it ended", async () => {
    system.pastEnding = { reason: "ran out of memory", retryable: true, cancelled: false };
    const { answer } = ask("a");
    await passUntil(() => system.arrays.length === 1);
    system.known.clear();
    expect(await outcomeOf(answer)).toBe("ran out of memory");
    expect(system.arrays).toHaveLength(1);
  });

  test("a system out of reach loses nothing", async () => {
    const { answer } = ask("a");
    await passUntil(() => system.arrays.length === 1);
    system.unreachable = true;
    system.known.clear();
    await pass(60);
    reply("a", { infeasible: "a" });
    expect(await outcomeOf(answer)).toEqual({ infeasible: "a" });
    expect(system.arrays).toHaveLength(1);
  });

  test("a job id that was given out again to somebody else is neither followed nor cancelled", async () => {
    const abort = new AbortController();
    const { answer } = ask("a", { signal: abort.signal });
    await passUntil(() => system.arrays.length === 1);
    system.known.clear();
    system.known.set("somebody-else/0", { job: "1_0" });
    abort.abort();
    expect(await outcomeOf(answer)).toBe("the evaluation was aborted");
    expect(system.cancelled).toEqual([]);
  });

  test("an abort cancels the job and waits for its end", async () => {
    const abort = new AbortController();
    const { answer } = ask("a", { signal: abort.signal });
    await passUntil(() => system.arrays.length === 1);
    await pass(1);
    abort.abort();
    expect(await outcomeOf(answer)).toBe("the evaluation was aborted");
    expect(system.cancelled).toEqual(["1_0"]);
  });

  test.each([
    ["of another attempt", JSON.stringify({ id: "a", attempt: 2, reply: { infeasible: "a" } })],
    ["of another point", JSON.stringify({ id: "b", attempt: 1, reply: { infeasible: "a" } })],
    ["cut off", '{"id":"a","attempt":1,"reply":{"infea'],
    ["without bounds", `{"id":"a","attempt":1,"reply":"${"x".repeat(2 ** 21)}"}`],
  ])("a reply %s is none", async (_what, text) => {
    mkdirSync(directoryOf("a"));
    writeFileSync(join(directoryOf("a"), "reply.json"), text);
    const { answer } = ask("a");
    expect(await outcomeOf(answer)).toMatch(/expected/);
    await expect(answer).rejects.toMatchObject({ retryable: true });
  });
});

describe("coming back", () => {
  test("a reply that is there is taken without asking anybody", async () => {
    mkdirSync(directoryOf("a"));
    reply("a", { infeasible: "a" });
    system.unreachable = true;
    expect(await outcomeOf(ask("a").answer)).toEqual({ infeasible: "a" });
  });

  test.each([
    ["that was cancelled is submitted anew", { reason: "cancelled", retryable: true, cancelled: true }, 2],
    ["that failed meanwhile has failed", crash, 1],
  ])("a task %s", async (_what, ending, submissions) => {
    const first = ask("a");
    await passUntil(() => first.handles.length === 1);
    const second = ask("a", { handle: first.handles[0]! }, await build());
    system.end(0, 0, ending);
    if (submissions === 2) {
      await passUntil(() => system.arrays.length === 2);
      reply("a", { infeasible: "a" });
      expect(await outcomeOf(second.answer)).toEqual({ infeasible: "a" });
    } else expect(await outcomeOf(second.answer)).toBe("its node failed");
    expect(system.arrays).toHaveLength(submissions);
  });

  test("the handle alone is enough, when the attempt's directory was emptied", async () => {
    const first = ask("a");
    await passUntil(() => first.handles.length === 1);
    rmSync(join(directoryOf("a"), "submission.json"));
    const second = ask("a", { handle: first.handles[0]! }, await build());
    await pass(15);
    reply("a", { infeasible: "a" });
    expect(await outcomeOf(second.answer)).toEqual({ infeasible: "a" });
    expect(system.arrays).toHaveLength(1);
  });
});

test.each(["../../escape", "/escape", "a\nb", "..", ""])("an id such as %j stays in the run's directory", async (id) => {
  const directory = join(folder, "attempt");
  mkdirSync(directory);
  evaluator.evaluate(request(id), { signal: new AbortController().signal, directory, submitted: async () => undefined }).catch(() => undefined);
  await passUntil(() => system.arrays.length === 1);
  expect(dirname(system.arrays[0]!.directory)).toBe(join(folder, "run", "batch"));
  expect(existsSync(system.arrays[0]!.directory)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["attempt", "run"]);
});
