import { readFileSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { JournalError } from "./journal-error.ts";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** The kernel's start time of the process where it tells one: a reused pid is then not mistaken for the owner. */
  readonly processStart: string | null;
}

/** A lock file without a readable owner is one being written, unless it is older than this: then its writer died. */
const writingMilliseconds = 10_000;

/** Takes the one writer's lock of a run directory; the returned function gives it back. Throws a JournalError when taken. */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  for (let round = 0; round < 3; round++) {
    if (await create(path)) return () => rm(path, { force: true });
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
async function create(path: string): Promise<boolean> {
  const me: Owner = { pid: process.pid, host: hostname(), processStart: processStart(process.pid) };
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
    if (isAlive(owner)) throw new JournalError(refusal(path, owner));
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (await isYoung(path)) throw beingTaken(path);
  }
}

async function isYoung(path: string): Promise<boolean> {
  const lock = await stat(path).catch(() => undefined); // given back meanwhile
  return lock !== undefined && Date.now() - lock.mtimeMs < writingMilliseconds;
}

function beingTaken(path: string): JournalError {
  return new JournalError(`expected to take the lock ${path}, got another process taking it; run the command again`);
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
  return `expected to be the only scan in this directory, got one running as process ${owner.pid} on ${owner.host}; ${repair}`;
}
