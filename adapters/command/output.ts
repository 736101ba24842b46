import { type FileHandle, open, stat, truncate } from "node:fs/promises";
import { type Clock, oneLine } from "../../src/evaluation/index.ts";

/** What a process may print to one stream in one attempt, in bytes. */
export const maximumOutputBytes = 64 * 1_048_576;
/** How often the size of an output file is looked at; what is printed in between comes on top of the limit for that long. */
const watchMilliseconds = 100;

/** The end of a file as text: its last `maximumBytes` bytes at most. */
export async function endOfFile(path: string, maximumBytes: number): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const length = Math.min(size, maximumBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file?.close();
  }
}

/** The last lines of what a program said, as one line; not the call stack by which Node pushes the message out of sight. */
export function lastLines(text: string): string {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:at .*:\d+:\d+\)?$|Node\.js v)/.test(line));
  return oneLine(lines.slice(-10).join(" | "));
}

/** Calls back when one of the files exceeds the limit; returns how to stop watching. */
export function watchSizes(paths: readonly string[], clock: Clock, onExceeded: () => void): () => void {
  let watching = true;
  let cancel: () => void;
  const look = async (): Promise<void> => {
    const exceeded = (await firstExceeding(paths)) !== undefined;
    if (!watching) return;
    if (exceeded) onExceeded();
    else cancel = clock.after(watchMilliseconds, () => void look());
  };
  cancel = clock.after(watchMilliseconds, () => void look());
  return () => {
    watching = false;
    cancel();
  };
}

/** The first of the files that exceeds the limit. */
export async function firstExceeding(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if ((await sizeOf(path)) > maximumOutputBytes) return path;
  }
  return undefined;
}

/** Gives back the space of output beyond the limit. */
export async function cutToLimit(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await sizeOf(path)) > maximumOutputBytes) await truncate(path, maximumOutputBytes);
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0); // a program may remove its own output
}
