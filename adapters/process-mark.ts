import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { platform } from "node:process";
import { setTimeout as pause } from "node:timers/promises";

/**
 * The name of an environment variable that only the processes started for `place` have, inherited by whatever they start:
 * by it they are found even after they left their process group. The same place has the same mark in a resumed scan.
 */
export function markOf(place: string): string {
  return `EXCURSION_${createHash("sha256").update(place).digest("hex").slice(0, 16).toUpperCase()}`;
}

const passes = 100;
const pauseMilliseconds = 20;

/**
 * Kills every process that carries the mark and resolves when none is left, or after two seconds when one cannot be killed.
 * Needs Linux's /proc; elsewhere it finds nothing.
 */
export async function endMarked(mark: string): Promise<void> {
  for (let pass = 0; pass < passes; pass++) {
    const marked = await processesMarked(mark);
    if (marked.length === 0) return;
    for (const pid of marked) killIfThere(pid, "SIGKILL");
    await pause(pauseMilliseconds);
  }
}

/** Sends a signal to a process, or with a negative number to a process group, unless it is gone already. */
export function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error; // EPERM: on some systems what is left of a group is a zombie
  }
}

async function processesMarked(mark: string): Promise<number[]> {
  if (platform !== "linux") return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(pids.map((pid) => isMarked(pid, mark)));
  return pids.filter((_, i) => marked[i]);
}

async function isMarked(pid: number, mark: string): Promise<boolean> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, "latin1");
    return `\0${environment}`.includes(`\0${mark}=`);
  } catch {
    return false; // it ended, or is somebody else's
  }
}
