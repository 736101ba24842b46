import type { Clock } from "../src/evaluation/index.ts";

/** Work that is done again and again, never twice at a time, for as long as it says when next. */
export class Repetition {
  readonly #clock: Clock;
  readonly #work: () => Promise<number | undefined>;
  #planned: { readonly seconds: number; readonly cancel: () => void } | undefined;
  #working = false;
  #wanted: number | undefined; // asked for while it was working

  /** @param work resolves to the seconds until it is to be done again, or to undefined. */
  constructor(clock: Clock, work: () => Promise<number | undefined>) {
    this.#clock = clock;
    this.#work = work;
  }

  /** Has the work done so many seconds from now at the latest. */
  within(seconds: number): void {
    if (this.#working) this.#wanted = Math.min(this.#wanted ?? seconds, seconds);
    else if (this.#planned === undefined || this.#planned.seconds > seconds) {
      this.#planned?.cancel();
      this.#planned = { seconds, cancel: this.#clock.after(seconds * 1000, () => void this.#do()) };
    }
  }

  /** Nothing is planned any more; what is being done is ended, and may plan anew. */
  pause(): void {
    this.#planned?.cancel();
    this.#planned = undefined;
  }

  async #do(): Promise<void> {
    this.#planned = undefined;
    this.#working = true;
    const next = await this.#work();
    this.#working = false;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (next !== undefined || wanted !== undefined) this.within(Math.min(next ?? Infinity, wanted ?? Infinity));
  }
}
