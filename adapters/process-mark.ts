import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
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
    const marked = processesMarked(mark);
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

/** Reads synchronously, which takes a quarter of the time: some 10 µs a process. */
function processesMarked(mark: string): number[] {
  if (platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isMarked(pid, mark));
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${mark}=`);
  } catch {
    return false; // it ended, or is somebody else's
  }
}
