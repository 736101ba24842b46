import { readFileSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { platform } from "node:process";
import { z } from "zod";
import { endMarked, killIfThere, markOf } from "../process-mark.ts";

// A process id alone may mean another process by the time it is read: start and boot tell.
const record = z.object({ pid: z.int().positive(), startTicks: z.string(), boot: z.string() });

const fileOf = (place: string): string => join(place, "process.json");

/** Notes which process works in a folder, for whoever finds it there after this process was killed. Linux only. */
export function recordProcess(place: string, pid: number): void {
  if (platform !== "linux") return;
  const startTicks = startTicksOf(pid);
  if (startTicks === undefined) return; // it has ended
  writeFileSync(fileOf(place), JSON.stringify({ pid, startTicks, boot: bootId() } satisfies z.infer<typeof record>));
}

/** The note is of no use any more: the process and all it started have ended. */
export async function forgetProcess(place: string): Promise<void> {
  await rm(fileOf(place), { force: true });
}

/** Ends what an earlier scan process, killed outright, has left working in a folder. */
export async function endRecorded(place: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(fileOf(place), "utf8");
  } catch {
    return; // nothing was left
  }
  const left = parse(text);
  if (left !== undefined && left.boot === bootId() && left.startTicks === startTicksOf(left.pid)) killIfThere(-left.pid, "SIGKILL");
  await endMarked(markOf(place));
  await forgetProcess(place);
}

function parse(text: string): z.infer<typeof record> | undefined {
  try {
    return record.parse(JSON.parse(text));
  } catch {
    return undefined; // cut off while it was written; the mark still finds the processes
  }
}

function startTicksOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "latin1");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19]; // field 22; the name before it may hold anything
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return platform === "linux" ? readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim() : "";
}
