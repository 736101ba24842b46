import { readFileSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { JournalError } from "./journal-error.ts";

export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** The kernel's start time of the process where it tells one: a reused pid is then not mistaken for the owner. */
  readonly processStart: string | null;
  /** It has the lock for a moment only, as a command that hands out points does. */
  readonly isBrief?: boolean;
}

/** Another living process has the lock. */
class LockedError extends JournalError {
  readonly owner: Owner;

  constructor(path: string, owner: Owner) {
    super(refusal(path, owner));
    this.owner = owner;
  }
}

/** How long somebody who has the lock for a moment is waited for, and how often it is tried. */
const briefWait = { milliseconds: 60_000, tries: 1200 };

/** A lock file without a readable owner is one being written, unless it is older than this: then its writer died. */
const writingMilliseconds = 10_000;

/** Takes a lock that is wanted for a moment, after those who have it for a moment. Throws a JournalError when it is taken for long. */
export async function takeLockBriefly(path: string): Promise<() => Promise<void>> {
  for (let left = briefWait.tries; ; left--) {
    try {
      return await takeLock(path, true);
    } catch (error) {
      const isPassing = error instanceof BeingTakenError || (error instanceof LockedError && error.owner.isBrief === true);
      if (!isPassing || left === 0) throw error;
      await pause(briefWait.milliseconds / briefWait.tries);
    }
  }
}

/** The living process that has a lock; undefined when nobody has. */
export async function lockOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(path, "utf8")) as Owner;
    return isAlive(owner) ? owner : undefined;
  } catch {
    return undefined; // there is no lock, or it is being written
  }
}

/** Takes the one writer's lock of a run directory; the returned function gives it back. Throws a JournalError when taken. */
export async function takeLock(path: string, isBrief = false): Promise<() => Promise<void>> {
  for (let round = 0; round < 3; round++) {
    if (await create(path, isBrief)) return () => rm(path, { force: true });
    await refuseLivingOwner(path);
    // Of several that find the same dead owner, one at a time looks again and removes it: else the second would remove the lock
    // that the first has just taken.
    const release = await takeLock(`${path}.takeover`);
    try {
      await refuseLivingOwner(path);
      await rm(path, { force: true });
    } finally {
      await release();
    }
  }
  throw beingTaken(path);
}

/** Whether the lock file could be made, with this process as its owner. */
async function create(path: string, isBrief: boolean): Promise<boolean> {
  const me: Owner = { pid: process.pid, host: hostname(), processStart: processStart(process.pid), ...(isBrief && { isBrief }) };
  try {
    await writeFile(path, `${JSON.stringify(me)}\n`, { flag: "wx", flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function refuseLivingOwner(path: string): Promise<void> {
  try {
    const owner = JSON.parse(await readFile(path, "utf8")) as Owner;
    if (isAlive(owner)) throw new LockedError(path, owner);
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (await isYoung(path)) throw beingTaken(path);
  }
}

async function isYoung(path: string): Promise<boolean> {
  const lock = await stat(path).catch(() => undefined); // given back meanwhile
  return lock !== undefined && Date.now() - lock.mtimeMs < writingMilliseconds;
}

/** Another process is taking or giving back the lock at this very moment. */
class BeingTakenError extends JournalError {}

function beingTaken(path: string): JournalError {
  return new BeingTakenError(`expected to take the lock ${path}, got another process taking it; run the command again`);
}

/** An owner on another machine counts as alive, since nothing here can tell. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return owner.processStart === null || processStart(owner.pid) === owner.processStart;
}

function processStart(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // no /proc on this system
  }
}

function refusal(path: string, owner: Owner): string {
  const here = owner.host === hostname();
  const repair = here
    ? "wait for it, stop it, or give this scan another --out"
    : `if nothing runs there any more, remove ${path} and run the command again`;
  return `expected to be the only scan in ${dirname(path)}, got one running as process ${owner.pid} on ${owner.host}; ${repair}`;
}
