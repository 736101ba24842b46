import type { ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { endDaemon, startProgram } from "../components/programs.ts";
import { until } from "../components/until.ts";
import { readJournal } from "../../src/journal/index.ts";

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");

/** A scan's process, over all its lives; it is started again as often as it is killed. */
export class Driver {
  readonly #folder: string;
  #process: ChildProcess;
  /** Points whose result is in the journal. */
  readonly observed = new Set<string>();

  /** Starts the scan of the config.json in a folder, whose run directory is the folder `run` in it. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#process = this.#start();
  }

  /** Resolves when so many points are observed; rejects when the scan ends before, or waits in vain. */
  async reach(count: number): Promise<void> {
    await until(`${count} results`, () => this.observed.size >= count || this.#process.exitCode !== null);
    if (this.observed.size < count) throw new Error(`expected the scan to go on to ${count} results, got exit code ${this.#process.exitCode}`);
  }

  /** Kills it outright and starts it again. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null) throw new Error(`expected the scan to be running, got exit code ${this.#process.exitCode}`);
    await endDaemon(this.#process, "SIGKILL");
    await this.#readJournal(); // of its last words some may have been lost on the way
    this.#process = this.#start();
  }

  /** Resolves with its exit code when it ends by itself. */
  async ended(): Promise<number | null> {
    await until("the scan to end", () => this.#process.exitCode !== null);
    return this.#process.exitCode;
  }

  /** Sees to it that nothing of it is left. */
  async stop(): Promise<void> {
    await endDaemon(this.#process, "SIGKILL");
  }

  #start(): ChildProcess {
    const child = startProgram([process.execPath, main, "scan", "config.json", "--out", "run", "--json"], this.#folder);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = parse(line);
      if (event?.type === "arrived" && event.outcome?.kind === "observed") this.observed.add(event.id);
    });
    return child;
  }

  async #readJournal(): Promise<void> {
    const entries = await readJournal(join(this.#folder, "run")).catch(() => []); // killed before its first entry
    for (const entry of entries) if (entry.type === "arrived" && entry.outcome.kind === "observed") this.observed.add(entry.id);
  }
}

function parse(line: string): { readonly type: string; readonly id: string; readonly outcome?: { readonly kind: string } } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // cut off by a kill
  }
}
