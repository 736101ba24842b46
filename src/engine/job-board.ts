import { sharedTasks, type Kernels } from "../numeric/index.ts";

/** Words of the board: a count of jobs to wake up by, and the job. */
const word = { jobs: 0, nextTicket: 1, firstTicket: 2, blocks: 3, finished: 4, task: 5, parts: 6, width: 7 } as const;

const mostSizes = 16;

/** More than there are threads: a ticket drawn after the last block of a job never becomes one of the next job. */
const ticketGap = 4096;

/**
 * Where threads that share a memory find what to do. A job falls into blocks of its parts; whoever is free draws the ticket of the next one. So
 * threads that are not there yet, or busy elsewhere, only make it last longer.
 */
export class JobBoard {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #sizes: Float64Array;

  constructor(buffer = new SharedArrayBuffer(8 * mostSizes + 4 * 8)) {
    this.buffer = buffer;
    this.#sizes = new Float64Array(buffer, 0, mostSizes);
    this.#words = new Int32Array(buffer, 8 * mostSizes);
  }

  /** Posts a job, takes part in it and returns when it is done. */
  carryOut(kernels: Kernels, task: number, sizes: readonly number[], parts: number, width: number): void {
    const words = this.#words;
    const blocks = Math.ceil(parts / width);
    const firstTicket = (Atomics.load(words, word.nextTicket) + ticketGap) | 0;
    this.#sizes.set(sizes);
    for (const [place, value] of [[word.task, task], [word.parts, parts], [word.width, width], [word.blocks, blocks]] as const) {
      Atomics.store(words, place, value);
    }
    Atomics.store(words, word.finished, 0);
    Atomics.store(words, word.firstTicket, firstTicket);
    Atomics.store(words, word.nextTicket, firstTicket); // from here on its blocks can be drawn
    Atomics.add(words, word.jobs, 1);
    Atomics.notify(words, word.jobs);
    this.#drawBlocks(kernels);
    for (let finished = 0; (finished = Atomics.load(words, word.finished)) < blocks; ) Atomics.wait(words, word.finished, finished);
  }

  /** Takes part in every job, for ever. */
  serve(kernels: Kernels): never {
    for (let seen = 0; ; ) {
      Atomics.wait(this.#words, word.jobs, seen);
      seen = Atomics.load(this.#words, word.jobs);
      this.#drawBlocks(kernels);
    }
  }

  #drawBlocks(kernels: Kernels): void {
    const words = this.#words;
    for (;;) {
      const ticket = Atomics.add(words, word.nextTicket, 1);
      const block = (ticket - Atomics.load(words, word.firstTicket)) | 0;
      if (block < 0 || block >= Atomics.load(words, word.blocks)) return;
      const from = block * Atomics.load(words, word.width);
      const count = Math.min(Atomics.load(words, word.width), Atomics.load(words, word.parts) - from);
      sharedTasks[Atomics.load(words, word.task)]!(kernels, this.#sizes, from, count);
      Atomics.add(words, word.finished, 1);
      Atomics.notify(words, word.finished);
    }
  }
}
