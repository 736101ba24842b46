import type { Writable } from "node:stream";

/** Whether an error only says that nobody reads the output any more, as after `excursion predict ... | head`. */
export function isClosedReader(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

/** A reader that goes away must not end the process in the middle of an evaluation: what counts is in the run directory. */
export function outliveReader(stream: Writable): void {
  stream.on("error", (error) => {
    if (!isClosedReader(error)) throw error;
  });
}
