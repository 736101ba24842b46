import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { settingsOf } from "../composition.ts";
import { configIdentity, type ScanConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import type { Clock } from "../evaluation/index.ts";
import { openJournal, type JournalFile, type StampedEntry } from "../journal/index.ts";
import { createScanCore, recorderOf, type ScanCore } from "../scan/index.ts";
import { earlierPoints } from "./earlier-points.ts";
import { refuseChangedConfig } from "./refuse-changed-config.ts";
import { refuseFilesInTheWay, writeConfig } from "./run-directory.ts";
import { dueProxy, surveyProxy } from "./survey.ts";

/** A scan whose journal this process may write. */
export interface OpenScan {
  readonly core: ScanCore;
  readonly journal: JournalFile;
  readonly directory: string;
}

export interface OpenScanOptions {
  readonly directory?: string; // default `<name>.scan` in the current directory
  /** The journal is wanted for a moment only, so somebody else who has it for a moment is waited for. */
  readonly isBrief?: boolean;
  readonly engine?: EngineName; // default: the fastest that runs here
}

/**
 * Opens the run directory of a scan for writing and takes up what is in it. Throws a ConfigError when it belongs to another scan, a
 * JournalError when it cannot be written or another process has it.
 */
export async function openScan(config: ScanConfig, { directory: given, isBrief = false, engine }: OpenScanOptions): Promise<OpenScan> {
  const directory = resolve(given ?? `${config.name}.scan`);
  const core = createScanCore(settingsOf(config, engine));
  await refuseFilesInTheWay(directory);
  const journal = await openJournal(directory, { isBrief });
  try {
    core.record(journal.entries);
    await refuseChangedConfig(core, directory);
    return { core, journal, directory };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

export interface BeginOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly onNote?: (note: string) => void;
  /** Run directory of an earlier scan, whose points a new scan evaluates first in place of a design. */
  readonly from?: string;
  /** Told of each entry once it is durable. */
  readonly onEntry?: (entry: StampedEntry) => void;
}

/**
 * Writes that the scan begins, or goes on after a stop or an earlier process, and its config. A proxy is asked once, before anything else;
 * an interruption of that is for the run to notice.
 */
export async function begin({ core, journal, directory }: OpenScan, { clock, signal, onNote, from, onEntry }: BeginOptions): Promise<void> {
  const record = recorderOf({ core, journal, clock, ...(onEntry !== undefined && { onEvent: onEntry }) });
  const isNew = core.state.started === undefined;
  await record([isNew ? core.start(randomBytes(4).toString("hex"), configIdentity(core.settings.config)) : { type: "resumed" }]);
  await writeConfig(directory, core);
  if (isNew && from !== undefined) {
    const { entries, leftOut } = await earlierPoints(core, from);
    if (leftOut > 0) onNote?.(`${leftOut} of the points in ${from} are outside the domain of this scan and were left out`);
    await record(entries);
  }
  const proxy = dueProxy(core);
  if (proxy === undefined) return;
  const entry = await surveyProxy(core, proxy, directory, signal ?? new AbortController().signal);
  if (entry !== undefined) await record([entry]);
}
