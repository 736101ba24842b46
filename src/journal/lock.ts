import { open, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { JournalError } from "./journal-error.ts";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** The kernel's start time of the process where it tells one: a reused pid is then not mistaken for the owner. */
  readonly processStart: string | null;
}

/** Takes the one writer's lock of a run directory; the returned function gives it back. Throws a JournalError when taken. */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const me: Owner = { pid: process.pid, host: hostname(), processStart: processStart(process.pid) };
  for (let round = 0; round < 3; round++) {
    try {
      const file = await open(path, "wx");
      try {
        await file.writeFile(`${JSON.stringify(me)}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = await readOwner(path);
    if (owner !== undefined && isAlive(owner)) throw new JournalError(refusal(path, owner));
    await rm(path, { force: true });
  }
  throw new JournalError(`expected to take the lock ${path}, got another process taking it each time; run the command again`);
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Owner;
  } catch {
    return undefined; // gone meanwhile, or its writer died before the first byte
  }
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
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
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
