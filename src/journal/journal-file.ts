import { copyFile, mkdir, open, readFile, rename, rm, rmdir, stat, truncate, writeFile, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileReason } from "../evaluation/index.ts";
import type { StampedEntry } from "./entry.ts";
import { JournalError } from "./journal-error.ts";
import { encodeLine } from "./line.ts";
import { lockOwner, takeLock, takeLockBriefly, type Owner } from "./lock.ts";
import { recover } from "./recover.ts";

export const journalName = "journal.jsonl";

const lockName = "journal.lock";

export async function isRunDirectory(path: string): Promise<boolean> {
  return (await stat(join(path, journalName)).catch(() => undefined))?.isFile() === true;
}

/** The living process that writes the journal of a run directory; undefined when nobody does. */
export function journalWriter(directory: string): Promise<Owner | undefined> {
  return lockOwner(join(directory, lockName));
}

/** The journal of a run directory, opened by its one writer. */
export interface JournalFile {
  /** What was in it when it was opened. */
  readonly entries: readonly StampedEntry[];
  /** A sentence about damage found and what was kept, where there was any. */
  readonly repairNote?: string;
  /** Resolves when the entries are on the disk, in this order, all or none. Throws a JournalError when they are not. */
  append(entries: readonly StampedEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** The entries of a run directory without becoming its writer. Throws a JournalError when there is no journal. */
export async function readJournal(directory: string): Promise<readonly StampedEntry[]> {
  const path = join(directory, journalName);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new JournalError(`expected a run directory with ${path}, got ${fileReason(error)}`);
  });
  const { entries } = recover(bytes);
  if (entries.length === 0) throw new JournalError(`expected ${path} to hold a scan, got no whole entry`);
  return entries;
}

/**
 * Opens the journal of a run directory for writing, and makes both when they are not there. The torn end of a cut-off write is
 * removed; a file damaged in the middle is first copied aside, then rewritten with every whole entry.
 * Who wants it for a moment only (`isBrief`) waits for others who do. Where nothing came to be written, closing it leaves nothing behind. Throws a JournalError when the directory cannot be written or
 * another process has it.
 */
export async function openJournal(directory: string, { isBrief = false } = {}): Promise<JournalFile> {
  const path = join(directory, journalName);
  try {
    const isNew = (await stat(directory).catch(() => undefined)) === undefined;
    await makeDirectory(directory);
    const release = await (isBrief ? takeLockBriefly : takeLock)(join(directory, lockName));
    try {
      return await openLocked(path, release, isNew);
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(
      `expected to write the run directory ${directory}, got ${fileReason(error)}; make it writable or choose another with --out`,
    );
  }
}

async function openLocked(path: string, release: () => Promise<void>, isNew: boolean): Promise<JournalFile> {
  const { entries, note } = await repaired(path);
  const file = await open(path, "a");
  await syncDirectory(dirname(path));
  const writer = createWriter(path, file, (await file.stat()).size);
  return {
    entries,
    ...(note !== undefined && { repairNote: note }),
    append: writer.append,
    async close() {
      await writer.idle();
      const isEmpty = (await file.stat()).size === 0;
      await file.close();
      if (isEmpty) await rm(path, { force: true });
      await release();
      if (isEmpty && isNew) await rmdir(dirname(path)).catch(() => undefined); // something else is in it
    },
  };
}

/** Reads the journal, and leaves only whole entries in the file. */
async function repaired(path: string): Promise<{ entries: readonly StampedEntry[]; note?: string }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const { entries, wholeBytes, damagedLines } = recover(bytes);
  if (damagedLines.length > 0) {
    const copy = `${path}.damaged-${bytes.length}`;
    await copyFile(path, copy);
    await replaceFile(path, entries.map(encodeLine).join(""));
    const note = `line ${damagedLines.join(", ")} of ${path} was damaged; the other ${entries.length} entries were kept, and the file as it was is ${copy}`;
    return { entries, note };
  }
  if (wholeBytes < bytes.length) {
    await truncate(path, wholeBytes);
    const note = `the end of ${path} was cut off inside an entry; ${bytes.length - wholeBytes} bytes that were never acknowledged were removed`;
    return { entries, note };
  }
  return { entries };
}

/** A crash at any moment leaves either the old file or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, path);
}

/** Groups what is appended while a write is under way into the next one, so that arrivals share an fdatasync. */
function createWriter(path: string, file: FileHandle, wholeBytes: number) {
  let size = wholeBytes;
  let queued: StampedEntry[] = [];
  let flushing: Promise<void> | undefined;
  let broken: JournalError | undefined;

  async function flush(): Promise<void> {
    await Promise.resolve(); // let the callers of this turn join the group
    const group = queued;
    queued = [];
    flushing = undefined;
    if (broken !== undefined) throw broken;
    const text = Buffer.from(group.map(encodeLine).join(""));
    try {
      await file.appendFile(text);
      await file.datasync();
      size += text.length;
    } catch (error) {
      await file.truncate(size).catch(() => undefined); // a torn end is removed at the next start anyway
      broken = new JournalError(
        `expected to append to ${path}, got ${fileReason(error)}; everything before is kept: put that right and run the same command to resume`,
      );
      throw broken;
    }
  }

  let last: Promise<void> = Promise.resolve();
  return {
    append(entries: readonly StampedEntry[]): Promise<void> {
      queued.push(...entries);
      if (flushing === undefined) {
        flushing = last.then(flush);
        last = flushing.catch(() => undefined);
      }
      return flushing;
    },
    idle: () => last,
  };
}

/** Step by step, since a recursive mkdir never comes back where a file system denies that the parent exists, as /proc does. */
async function makeDirectory(directory: string): Promise<void> {
  const make = (): Promise<void> =>
    mkdir(directory).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST" || !(await stat(directory)).isDirectory()) throw error;
    });
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" || dirname(directory) === directory) throw error;
    await makeDirectory(dirname(directory));
    await make();
  });
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } catch {
    // some network file systems cannot sync a directory; the first entry's own sync then has to do
  } finally {
    await handle.close();
  }
}
