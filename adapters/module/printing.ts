import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** What one attempt may print to each stream, in bytes; the rest is dropped. */
export const maximumPrintedBytes = 16 * 1_048_576;

type Callback = (error?: Error | null) => void;
type Write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Callback, callback?: Callback) => boolean;

let directory: string | undefined;
let printed = { stdout: 0, stderr: 0 };

/**
 * Sends what this thread prints (console, process.stdout, process.stderr) from now on to `stdout.log` and `stderr.log` in
 * the directory; without a directory all of it goes to standard error. The scan's standard output stays clean.
 */
export function printTo(newDirectory: string | undefined): void {
  directory = newDirectory;
  printed = { stdout: 0, stderr: 0 };
}

/** Takes over the streams of this thread; called once. */
export function capturePrinting(): void {
  const toStandardError = process.stderr.write.bind(process.stderr) as Write;
  for (const name of ["stdout", "stderr"] as const) {
    const write: Write = (chunk, encoding, callback) => {
      if (directory === undefined) return toStandardError(chunk, encoding, callback);
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : chunk;
      print(name, directory, bytes);
      const done = typeof encoding === "function" ? encoding : callback;
      if (done !== undefined) process.nextTick(done);
      return true;
    };
    process[name].write = write;
  }
}

function print(name: "stdout" | "stderr", place: string, bytes: Uint8Array): void {
  const room = maximumPrintedBytes - printed[name];
  if (room <= 0) return;
  printed[name] += bytes.byteLength;
  const file = join(place, `${name}.log`);
  appendFileSync(file, bytes.subarray(0, room));
  if (bytes.byteLength >= room) appendFileSync(file, `\n[more than ${maximumPrintedBytes} bytes: the rest was dropped]\n`);
}
