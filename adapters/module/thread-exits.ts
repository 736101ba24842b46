import type { Worker } from "node:worker_threads";
import type { Piscina } from "piscina";

/** When threads have really gone, which the pool does not tell. */
export class ThreadExits {
  readonly #pool: Piscina;
  readonly #exits = new Map<Worker, Promise<void>>();

  constructor(pool: Piscina) {
    this.#pool = pool;
  }

  /** Notes the threads of the moment. */
  watch(): void {
    for (const thread of this.#pool.threads) {
      if (this.#exits.has(thread)) continue;
      const exit = new Promise<void>((resolve) => void thread.once("exit", () => resolve()));
      this.#exits.set(thread, exit.then(() => void this.#exits.delete(thread)));
    }
  }

  async ofReplaced(): Promise<void> {
    const current = new Set(this.#pool.threads);
    await Promise.all([...this.#exits].map(([thread, exit]) => (current.has(thread) ? undefined : exit)));
  }

  async ofAll(): Promise<void> {
    await Promise.all(this.#exits.values());
  }
}
