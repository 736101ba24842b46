import { crc32 } from "node:zlib";
import type { StampedEntry } from "./entry.ts";

/**
 * One line of the journal: the CRC32 of the entry's JSON text as eight hexadecimal digits, then the entry itself,
 * `{"crc":"0f3a5c77","entry":{...}}`; it stays valid JSON for other tools.
 */
export function encodeLine(entry: StampedEntry): string {
  const text = JSON.stringify(entry);
  return `{"crc":"${checksum(text)}","entry":${text}}\n`;
}

const frame = /^\{"crc":"([0-9a-f]{8})","entry":(\{.*\})\}$/s;

/** The entry of a line without its line break, or undefined when the line is damaged. */
export function decodeLine(line: string): StampedEntry | undefined {
  const match = frame.exec(line);
  if (match === null || checksum(match[2]!) !== match[1]) return undefined;
  return JSON.parse(match[2]!) as StampedEntry;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
