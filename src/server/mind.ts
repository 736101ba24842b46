import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { resolvedConfigJson, type ScanConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import type { AssessedEntry, AuditedEntry, FittedEntry, StampedEntry } from "../journal/index.ts";
import type { Choice, ProposalOrigin, Thinker } from "../scan/index.ts";

export interface MindData {
  readonly config: string; // as config.json has it
  readonly directory: string;
  readonly engine?: EngineName;
}

export type MindQuestion =
  | { readonly kind: "fit" | "assess" | "audit" | "draw" }
  | { readonly kind: "choose"; readonly count: number; readonly origin: ProposalOrigin };

/** A thread that does the numerical work of a scan, so that the thread of the server always answers. */
export interface Mind extends Thinker {
  /** The figures as they are now, as the text of a message. */
  draw(): Promise<string>;
  close(): Promise<void>;
}

export function createMind(config: ScanConfig, engine?: EngineName): Mind {
  const data: MindData = { config: resolvedConfigJson(config), directory: config.directory, ...(engine !== undefined && { engine }) };
  const worker = new Worker(join(import.meta.dirname, `mind-thread${extname(import.meta.filename)}`), { workerData: data, execArgv: [] });
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let broken: Error | undefined;

  worker.on("message", ({ number, answer, error }: { number: number; answer: unknown; error?: Error }) => {
    const question = asked.get(number);
    asked.delete(number);
    if (error === undefined) question?.resolve(answer);
    else question?.reject(error);
  });
  const fail = (error: Error): void => {
    broken ??= error;
    for (const { reject } of asked.values()) reject(broken);
    asked.clear();
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the thread that computes has ended")));

  function ask<Answer>(question: MindQuestion): Promise<Answer> {
    if (broken !== undefined) return Promise.reject(broken);
    const waiting = Promise.withResolvers<unknown>();
    last += 1;
    asked.set(last, waiting);
    worker.postMessage({ number: last, question });
    return waiting.promise as Promise<Answer>;
  }

  return {
    record: (entries: readonly StampedEntry[]) => worker.postMessage({ entries }),
    fit: () => ask<FittedEntry>({ kind: "fit" }),
    assess: () => ask<AssessedEntry>({ kind: "assess" }),
    audit: () => ask<AuditedEntry>({ kind: "audit" }),
    choose: (count, origin) => ask<Choice>({ kind: "choose", count, origin }),
    draw: () => ask<string>({ kind: "draw" }),
    async close() {
      await worker.terminate();
    },
  };
}
