import type { StampedEntry } from "./entry.ts";
import { decodeLine } from "./line.ts";

/** What a journal's bytes still say. */
export interface Recovery {
  readonly entries: readonly StampedEntry[];
  /** Bytes up to which the file is whole; what follows is the torn end of a write that was cut off. */
  readonly wholeBytes: number;
  /** Line numbers, from 1, that are damaged although whole lines follow them. */
  readonly damagedLines: readonly number[];
}

/**
 * Reads every whole line of a journal. A torn end is what a crash leaves behind: nothing that was acknowledged is in it.
 * A damaged line with whole ones behind it means that the file was changed from outside; the others are still good.
 */
export function recover(bytes: Buffer): Recovery {
  const entries: StampedEntry[] = [];
  const bad: number[] = [];
  let wholeBytes = 0;
  let wholeLines = 0;
  let lineNumber = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const entry = newline === -1 ? undefined : decodeLine(bytes.toString("utf8", start, end));
    lineNumber += 1;
    start = end + 1;
    if (entry === undefined) {
      bad.push(lineNumber);
    } else {
      entries.push(entry);
      wholeBytes = start;
      wholeLines = lineNumber;
    }
  }
  return { entries, wholeBytes, damagedLines: bad.filter((line) => line <= wholeLines) };
}
