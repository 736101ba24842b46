import type { AssessedEntry, AuditedEntry, FittedEntry, StampedEntry } from "../journal/index.ts";
import type { Choice, ScanCore } from "./core.ts";
import type { ProposalOrigin } from "./decide.ts";

/**
 * Where the numerical work of a scan is done: in this thread, or in one of its own while this one answers clients. What comes back is
 * about the scan as it was when it was asked, and stays true when entries have been added meanwhile.
 */
export interface Thinker {
  fit(): Promise<FittedEntry>;
  assess(): Promise<AssessedEntry>;
  audit(): Promise<AuditedEntry>;
  choose(count: number, origin: ProposalOrigin): Promise<Choice>;
  /** Tells it what has become durable, in order. */
  record(entries: readonly StampedEntry[]): void;
}

/** The thinker in this thread; it shares the core with whoever records. */
export function thinkHere(core: ScanCore): Thinker {
  return {
    fit: async () => core.fit(),
    assess: async () => core.assess(),
    audit: async () => core.audit(),
    choose: async (count, origin) => core.choose(count, origin),
    record: () => {},
  };
}
