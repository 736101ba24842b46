import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StampedEntry } from "./entry.ts";
import { journalName } from "./journal-file.ts";
import { decodeLine } from "./line.ts";

/** Reads on in a journal that another process writes. */
export interface JournalFollower {
  /**
   * Whole entries since the last call, oldest first; `isAnew` when the file was replaced or cut, so that they begin with its first.
   * A journal that cannot be read now has none.
   */
  next(): Promise<{ readonly entries: readonly StampedEntry[]; readonly isAnew: boolean }>;
}

export function followJournal(directory: string): JournalFollower {
  const path = join(directory, journalName);
  let offset = 0; // bytes up to the end of the last whole line
  let inode: number | undefined;

  return {
    async next() {
      const { size, ino } = (await stat(path).catch(() => undefined)) ?? { size: 0, ino: inode };
      const isAnew = inode !== undefined && (size < offset || ino !== inode);
      if (isAnew) offset = 0;
      inode = ino;
      if (size === offset) return { entries: [], isAnew };
      const bytes = await readFrom(path, offset, size - offset);
      const end = bytes.lastIndexOf(0x0a) + 1;
      offset += end;
      const lines = bytes.toString("utf8", 0, end).split("\n");
      return { entries: lines.flatMap((line) => decodeLine(line) ?? []), isAnew };
    },
  };
}

async function readFrom(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
