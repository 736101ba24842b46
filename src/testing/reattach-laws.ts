import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EvaluationContext, EvaluationRequest, Evaluator } from "../evaluation/index.ts";

/**
 * A world in which evaluations outlive the process that asked for them. Its simulator holds every point until it is let go, and
 * then replies `{ id, observables: { x } }` with the parameter it was given.
 */
export interface LastingWorld {
  /** An evaluator as a scan that has just been started builds it. */
  connect(): Promise<Evaluator>;
  /** Resolves when the simulator has started on a point. */
  started(id: string): Promise<void>;
  /** Lets the simulator finish a point, also when it is evaluated again. */
  release(id: string): Promise<void>;
  /** Resolves when the simulator has finished a point. */
  finished(id: string): Promise<void>;
  /** How often the simulator has started on a point. */
  runs(id: string): Promise<number>;
  /** Ends everything; evaluators that were forgotten are closed by the law. */
  close(): Promise<void>;
}

/** How the laws get such worlds. */
export interface ReattachHarness {
  open(): Promise<LastingWorld>;
  /** The laws this kind of evaluator cannot have, each with the reason. */
  readonly exemptions?: Readonly<Partial<Record<ReattachLaw, string>>>;
}

export type ReattachLaw = keyof typeof reattachLaws;

interface Asked {
  readonly answer: Promise<unknown>;
  /** The handles it has made known. */
  readonly handles: readonly string[];
  /** Resolves when it has made one known: its job is there. */
  readonly taken: Promise<void>;
  abort(): void;
}

interface Court extends LastingWorld {
  /** Asks for a point as a scan does that has just been started, `handle` being what its journal holds of the attempt. */
  ask(id: string, handle?: string, attempt?: number): Promise<Asked>;
}

async function inCourt(harness: ReattachHarness, hear: (court: Court) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "reattach-laws-"));
  const world = await harness.open();
  const evaluators: Evaluator[] = [];
  try {
    await hear({
      ...world,
      async ask(id, handle, attempt = 1) {
        const evaluator = await world.connect();
        evaluators.push(evaluator);
        const directory = join(folder, `${id}.${attempt}`);
        await mkdir(directory, { recursive: true });
        const handles: string[] = [];
        const taken = Promise.withResolvers<void>();
        const abort = new AbortController();
        const context: EvaluationContext = {
          signal: abort.signal, directory, ...(handle !== undefined && { handle }),
          async submitted(given) {
            handles.push(given);
            taken.resolve();
          },
        };
        const answer = evaluator.evaluate(requestFor(id, attempt), context);
        answer.catch(() => undefined); // a scan that has died hears of nothing
        return { answer, handles, taken: taken.promise, abort: () => abort.abort() };
      },
    });
  } finally {
    await Promise.all(evaluators.map((evaluator) => evaluator.close()));
    await world.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function requestFor(id: string, attempt: number): EvaluationRequest {
  return { id, attempt, seed: 11, parameters: { x: id.length / 8 } };
}

async function assertAnswer(asked: Asked, id: string): Promise<void> {
  assert.deepEqual(await asked.answer, { id, observables: { x: requestFor(id, 1).parameters["x"] } });
}

/**
 * What evaluators do whose work goes on when the scan's process dies: nothing is lost, and nothing is evaluated twice. A process that
 * has died is played by an evaluator that nobody listens to any more, while another is built for the same scan.
 */
export const reattachLaws = {
  "a scan that is started again gets the answer of the job it had, which runs once": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, started, release, runs }) => {
      const before = await ask("p-1");
      await started("p-1");
      const after = await ask("p-1", before.handles.at(-1));
      await release("p-1");
      await assertAnswer(after, "p-1");
      assert.equal(await runs("p-1"), 1);
    }),

  "an answer that came while no scan was there is neither lost nor worked out again": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, started, release, finished, runs }) => {
      const before = await ask("p-22");
      await started("p-22");
      await release("p-22");
      await finished("p-22");
      await assertAnswer(await ask("p-22", before.handles.at(-1)), "p-22");
      assert.equal(await runs("p-22"), 1);
    }),

  "a scan that died before it noted its job finds it again": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, started, release, runs }) => {
      await ask("p-333");
      await started("p-333");
      const after = await ask("p-333");
      await release("p-333");
      await assertAnswer(after, "p-333");
      assert.equal(await runs("p-333"), 1);
    }),

  "a job that nobody knows any more is made anew": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, release, runs }) => {
      await release("p-4444");
      await assertAnswer(await ask("p-4444", "nobody knows this job"), "p-4444");
      assert.equal(await runs("p-4444"), 1);
    }),

  "an attempt that was given up can be taken up again": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, started, release }) => {
      const before = await ask("p-55555");
      await started("p-55555");
      before.abort();
      await assert.rejects(before.answer);
      await release("p-55555");
      await assertAnswer(await ask("p-55555", before.handles.at(-1)), "p-55555");
    }),

  "another attempt at the same point is another evaluation": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, release, runs }) => {
      await release("p-666666");
      await assertAnswer(await ask("p-666666"), "p-666666");
      await assertAnswer(await ask("p-666666", undefined, 2), "p-666666");
      assert.equal(await runs("p-666666"), 2);
    }),

  "of many jobs none is lost and none runs twice, however often the scan is started again": (harness: ReattachHarness) =>
    inCourt(harness, async ({ ask, release, runs }) => {
      const ids = Array.from({ length: 6 }, (_, i) => `many-${"i".repeat(i)}`);
      const first = await Promise.all(ids.map((id) => ask(id)));
      await Promise.all(first.map(({ taken }) => taken)); // who has died submits nothing any more
      const second = await Promise.all(ids.map((id, i) => ask(id, first[i]!.handles.at(-1))));
      for (const id of ids.slice(0, 3)) await release(id);
      const third = await Promise.all(ids.map((id, i) => ask(id, (second[i]!.handles.at(-1) ?? first[i]!.handles.at(-1)))));
      for (const id of ids.slice(3)) await release(id);
      for (const [i, id] of ids.entries()) {
        await assertAnswer(third[i]!, id);
        assert.equal(await runs(id), 1, `expected ${id} to run once`);
      }
    }),
} as const;
