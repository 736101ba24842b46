import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** A log of a process that may live for weeks: at `maximumBytes` it becomes `<path>.1`, and a new one is begun. */
export class RollingLog {
  static readonly maximumBytes = 16 * 1_048_576;
  readonly #path: string;
  #bytes: number;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  append(text: string): void {
    if (this.#bytes > RollingLog.maximumBytes) {
      renameSync(this.#path, `${this.#path}.1`);
      this.#bytes = 0;
    }
    appendFileSync(this.#path, text);
    this.#bytes += Buffer.byteLength(text);
  }
}
