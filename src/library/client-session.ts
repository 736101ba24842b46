import type { ScanConfig } from "../config/index.ts";
import { interpretReply, type Clock, type Dispatcher, type Outcome } from "../evaluation/index.ts";
import { startSession, type ScanEvent, type Session, type Thinker } from "../scan/index.ts";
import { expectedReply } from "./expected-reply.ts";
import type { OpenScan } from "./open-scan.ts";
import { writeReports } from "./run-directory.ts";

/** A lease no longer than a day: a client that died holds its point up to then, and one that needs longer says so. */
const longestDefaultLeaseSeconds = 86_400;

/** How long a client has for a point unless it says otherwise: the config's limit for an evaluation, or a day. */
export function defaultLeaseSeconds({ evaluator }: ScanConfig): number {
  return evaluator.timeoutSeconds ?? longestDefaultLeaseSeconds;
}

/** How a client's result is understood: as that of any evaluator. */
export function clientOutcome(config: ScanConfig, reply: unknown): Outcome {
  return interpretReply(reply, expectedReply(config));
}

export interface ClientSessionOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly thinker?: Thinker;
  readonly onEvent?: (event: ScanEvent) => void;
}

/** A session in which clients make every evaluation. It outlives the end of the scan, at which the files of the run directory are written. */
export function startClientSession({ core, journal, directory }: OpenScan, options: ClientSessionOptions): Session {
  const { clock, signal, thinker, onEvent } = options;
  return startSession({
    core,
    journal,
    dispatcher: noDispatcher,
    capacity: 0,
    clock,
    signal: signal ?? new AbortController().signal,
    hasClients: true,
    ...(thinker !== undefined && { thinker }),
    onEvent: (event) => onEvent?.(event),
    async onRest() {
      await writeReports(directory, core, ["json", "csv", "html"]);
    },
  });
}

/** Nothing is evaluated in this process. */
const noDispatcher: Dispatcher = {
  running: 0,
  dispatch() {
    throw new Error("expected no evaluation in a session of clients, got one");
  },
  arrivals: async () => [],
  giveUp() {},
  async stop() {},
};
