import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { buildEvaluator, codeLoadingPlugins, settingsOf } from "../composition.ts";
import { configIdentity, loadConfigValue, type ConfigInput, type ScanConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { createDispatcher, interpretReply, systemClock, type Evaluator } from "../evaluation/index.ts";
import { openJournal, type Entry, type JournalFile, type StampedEntry, type StopCause } from "../journal/index.ts";
import { resultOf, type Result } from "../report/index.ts";
import { createScanCore, run, type ScanCore, type ScanEvent } from "../scan/index.ts";
import { findingsOf, type Findings } from "./findings.ts";
import { expectedReply } from "./expected-reply.ts";
import { refuseChangedConfig } from "./refuse-changed-config.ts";
import { writeConfig, writeReports } from "./run-directory.ts";
import { dueProxy, surveyProxy } from "./survey.ts";
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
export async function scanChecked(config: ScanConfig, options: ScanOptions = {}): Promise<ScanResult> {
  const directory = resolve(options.directory ?? `${config.name}.scan`);
  const core = createScanCore(settingsOf(config, options.engine));
  const journal = await openJournal(directory);
  try {
    if (journal.repairNote !== undefined) options.onNote?.(journal.repairNote);
    core.record(journal.entries);
    await refuseChangedConfig(core, directory);
    const evaluator = await buildEvaluator(config, directory);
    try {
      await begin(core, journal, options);
      await writeConfig(directory, core);
      await survey(core, journal, directory, options);
      const { cause } = await carryOut(core, journal, evaluator, directory, options);
      await writeReports(directory, core, ["json", "csv", "html"]);
      return { cause, result: resultOf(viewOfScan(core)), findings: findingsOf(core), directory, core };
    } finally {
      await evaluator.close();
    }
  } finally {
    await journal.close();
  }
}

async function begin(core: ScanCore, journal: JournalFile, options: ScanOptions): Promise<void> {
  const isNew = core.state.started === undefined;
  const entry = isNew
    ? core.start(randomBytes(4).toString("hex"), configIdentity(core.settings.config))
    : ({ type: "resumed" } as const);
  await recordDurably(core, journal, entry, options);
}

/** A proxy is asked once, before anything else; an interruption is for the run to notice. */
async function survey(core: ScanCore, journal: JournalFile, directory: string, options: ScanOptions): Promise<void> {
  const proxy = dueProxy(core);
  if (proxy === undefined) return;
  const entry = await surveyProxy(core, proxy, directory, {
    signal: options.signal ?? new AbortController().signal,
    ...(options.onNote !== undefined && { onNote: options.onNote }),
  });
  if (entry !== undefined) await recordDurably(core, journal, entry, options);
}

async function recordDurably(core: ScanCore, journal: JournalFile, entry: Entry, { onEvent }: ScanOptions): Promise<void> {
  const stamped: StampedEntry = { ...entry, at: new Date(systemClock.now()).toISOString() };
  await journal.append([stamped]);
  core.record([stamped]);
  onEvent?.(stamped, core);
}

function carryOut(core: ScanCore, journal: JournalFile, evaluator: Evaluator, directory: string, options: ScanOptions) {
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
  return run({
    core,
    journal,
    dispatcher,
    capacity: evaluator.capacity,
    clock: systemClock,
    signal: options.signal ?? new AbortController().signal,
    onEvent: (event) => options.onEvent?.(event, core),
  });
}
