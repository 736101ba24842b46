import { join } from "node:path";
import type { Clock, Evaluator } from "../../src/evaluation/index.ts";
import { closable } from "../closable.ts";
import { Conversation } from "./conversation.ts";

export interface PersistentOptions {
  readonly argv: readonly [string, ...string[]]; // the first an absolute path
  readonly cwd: string;
  /** Where each process has a folder for its record and its logs. */
  readonly folder: string;
  readonly workers: number;
  readonly clock: Clock;
}

/** Keeps one process per worker, started when it is first needed and replaced when it ends. */
export function createPersistent({ argv, cwd, folder, workers, clock }: PersistentOptions): Evaluator {
  const conversations = Array.from(
    { length: workers },
    (_, i) => new Conversation({ argv, cwd, place: join(folder, `process-${i + 1}`), clock }),
  );
  const free = conversations.toReversed(); // the first is taken first

  return closable(
    workers,
    async (request, { signal }) => {
      const conversation = free.pop()!; // as many as evaluations that may be under way
      try {
        return await conversation.ask(request, signal);
      } finally {
        free.push(conversation);
      }
    },
    async () => {
      await Promise.all(conversations.map((conversation) => conversation.close()));
    },
    clock,
  );
}
