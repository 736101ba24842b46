import { join } from "node:path";
import { buildEvaluator, codeLoadingPlugins } from "../composition.ts";
import { loadConfigValue, type ConfigInput, type ScanConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { createDispatcher, interpretReply, systemClock, type Evaluator } from "../evaluation/index.ts";
import type { StampedEntry, StopCause } from "../journal/index.ts";
import { resultOf, type Result } from "../report/index.ts";
import { startSession, type ScanCore, type ScanEvent, type Session, type Thinker } from "../scan/index.ts";
import { findingsOf, type Findings } from "./findings.ts";
import { expectedReply } from "./expected-reply.ts";
import { begin, openScan, type OpenScan } from "./open-scan.ts";
import { writeReports } from "./run-directory.ts";
import { viewOfScan } from "./scan-view.ts";

export interface ScanOptions {
  /** Told of every entry once it is durable, and of every start of an attempt. */
  readonly onEvent?: (event: ScanEvent, core: ScanCore) => void;
  /** Ends the scan: what is under way is given up, and the same call resumes it. */
  readonly signal?: AbortSignal;
  /** Run directory; default `<name>.scan` in the current directory. */
  readonly directory?: string;
  /** What relative paths in the config are relative to; default the current directory. */
  readonly configDirectory?: string;
  /** What computes; default the fastest that runs here. It may be another one when the scan is resumed. */
  readonly engine?: EngineName;
  /** Told what is worth knowing and not an event: a journal that had to be repaired. */
  readonly onNote?: (note: string) => void;
  /** Run directory of an earlier scan of the same simulation, whose points a new scan evaluates first. */
  readonly from?: string;
}

/** For a scan in which clients and persons take part, as with `--serve`. */
export interface SharedScanOptions extends ScanOptions {
  /** Where its numerical work is done, so that this thread can answer them. */
  readonly thinkerFor?: (open: OpenScan) => Thinker;
  readonly onSession?: (session: Session) => void;
}

export interface ScanResult {
  readonly cause: StopCause;
  readonly result: Result;
  /** Contours and pictures of what was found. */
  readonly findings: Findings;
  readonly directory: string;
  readonly core: ScanCore;
}

/**
 * Carries out a scan from a config as a file holds it: starts it, or resumes it where its run directory has its journal.
 * Throws a ConfigError, an EngineError, an EvaluationError when the evaluator cannot be used at all, a JournalError when nothing can be written.
 */
export async function scan(config: ConfigInput, options: ScanOptions = {}): Promise<ScanResult> {
  return scanChecked(await loadConfigValue(config, codeLoadingPlugins, options.configDirectory), options);
}

/** The same with a config that has been checked. */
export async function scanChecked(config: ScanConfig, options: SharedScanOptions = {}): Promise<ScanResult> {
  const open = await openScan(config, options);
  const { core, journal, directory } = open;
  try {
    if (journal.repairNote !== undefined) options.onNote?.(journal.repairNote);
    const evaluator = await buildEvaluator(config, directory, options.onNote);
    try {
      const thinker = options.thinkerFor?.(open);
      thinker?.record(journal.entries);
      await begin(open, {
        clock: systemClock,
        ...(options.signal !== undefined && { signal: options.signal }),
        ...(options.onNote !== undefined && { onNote: options.onNote }),
        ...(options.from !== undefined && { from: options.from }),
        onEntry(entry) {
          thinker?.record([entry]);
          options.onEvent?.(entry, core);
        },
      });
      const ports = sessionPorts(open, evaluator, options);
      const session = startSession(thinker === undefined ? ports : { ...ports, thinker, hasClients: true });
      options.onSession?.(session);
      const { cause } = (await session.ended)!;
      await writeReports(directory, core, ["json", "csv", "html"]);
      return { cause, result: resultOf(viewOfScan(core)), findings: findingsOf(core), directory, core };
    } finally {
      await evaluator.close();
    }
  } finally {
    await journal.close();
  }
}

function sessionPorts({ core, journal, directory }: OpenScan, evaluator: Evaluator, options: ScanOptions) {
  const { config } = core.settings;
  const { timeoutSeconds } = config.evaluator;
  const expected = expectedReply(config);
  const dispatcher = createDispatcher({
    evaluator,
    clock: systemClock,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    directoryOf: (id, attempt) => join(directory, "work", `${id}.${attempt}`),
    interpret: (reply) => interpretReply(reply, expected),
    async onSubmitted(id, attempt, handle) {
      const entry: StampedEntry = { type: "submitted", id, attempt, handle, at: new Date(systemClock.now()).toISOString() };
      await journal.append([entry]);
      core.record([entry]);
    },
  });
  return {
    core,
    journal,
    dispatcher,
    capacity: evaluator.capacity,
    clock: systemClock,
    signal: options.signal ?? new AbortController().signal,
    onEvent: (event: ScanEvent) => options.onEvent?.(event, core),
  };
}
