import type { AnyTestStatistic, Quantity } from "./observables.ts";
import type { Signal } from "./signals.ts";

/** What a thread is to compute. */
export interface TestTask {
  readonly workspace: SharedText; // the same for all tasks of a thread
  readonly measurement: string | undefined;
  /** The sample that a replacement replaces. */
  readonly signalName: string | undefined;
  readonly signal: Signal;
  readonly mu: number;
  readonly testStatistic: AnyTestStatistic;
  readonly quantities: readonly Quantity[];
}

/** UTF-8 that all threads see and none copies. */
export type SharedText = SharedArrayBuffer;

export function shareText(text: string): SharedText {
  const bytes = Buffer.from(text, "utf8");
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}

export function readText(shared: SharedText): string {
  return Buffer.from(shared).toString("utf8");
}
