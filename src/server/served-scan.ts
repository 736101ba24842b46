import type { ScanConfig } from "../config/index.ts";
import type { Clock } from "../evaluation/index.ts";
import type { StampedEntry } from "../journal/index.ts";
import type { ScanCore, ScanEvent, Session } from "../scan/index.ts";
import { createLiveFeed, type LiveFeed } from "./live-feed.ts";
import { liveStateOf, type LiveState, type Participation } from "./live-state.ts";
import { logLine, type LogLine } from "./log.ts";
import type { Mind } from "./mind.ts";

/** A scan that the server shows, and in which its clients may take part. */
export interface ServedScan {
  readonly id: string;
  readonly config: ScanConfig;
  readonly core: ScanCore;
  readonly feed: LiveFeed;
  state(): LiveState;
  /** The session to take part in. Throws a Refusal with the reason when there is none. */
  session(): Promise<Session>;
  /** Adds a line to the log that everybody sees. */
  note(line: Omit<LogLine, "at">): void;
  /** Entries and starts of attempts, as they happen. */
  onEvent(event: ScanEvent): void;
  /** What is there from before. */
  onHistory(entries: readonly StampedEntry[]): void;
  end(reason: string): Promise<void>;
}

export interface ServedScanOptions {
  readonly id: string;
  readonly mind: () => Mind;
  readonly core: () => ScanCore; // another one when this process takes a scan over
  readonly participation: () => Participation;
  readonly session: () => Promise<Session>;
  readonly onProblem: (error: unknown) => void;
  readonly clock: Clock;
}

/** Lines of the log that are kept. */
const mostLines = 80;

export function createServedScan({ id, mind, core, participation, session, onProblem, clock }: ServedScanOptions): ServedScan {
  const log: LogLine[] = [];
  const running = new Map<string, string>();
  const now = (): string => new Date(clock.now()).toISOString();
  const state = (): LiveState => liveStateOf(core(), { running, participation: participation(), log, nowMilliseconds: clock.now() });
  const feed = createLiveFeed({
    clock,
    state: () => JSON.stringify(state()),
    figures: () => mind().draw(),
    onProblem,
  });

  function add(line: LogLine | undefined): void {
    if (line !== undefined) log.push(line);
    if (log.length > mostLines) log.splice(0, log.length - mostLines);
  }

  return {
    id,
    get config() {
      return core().settings.config;
    },
    get core() {
      return core();
    },
    feed,
    state,
    session,
    note(line) {
      add({ ...line, at: now() });
      feed.changed();
    },
    onEvent(event) {
      if (event.type === "dispatched") running.set(event.id, now());
      if (event.type === "arrived" || event.type === "excluded") running.delete(event.id);
      if (event.type === "stopped") running.clear();
      add(logLine(event, core()));
      feed.changed();
    },
    onHistory(entries) {
      for (const entry of entries.slice(-4 * mostLines)) add(logLine(entry, core()));
      feed.changed();
    },
    end: (reason) => feed.end(reason),
  };
}
