import { join } from "node:path";
import type { Clock, EvaluationRequest } from "../../src/evaluation/index.ts";
import { throwIfAborted } from "../closable.ts";
import { Partner } from "./partner.ts";
import { endRecorded } from "./process-record.ts";
import { RollingLog } from "./rolling-log.ts";
import { startProcess } from "./supervised-process.ts";

export interface ConversationOptions {
  readonly argv: readonly [string, ...string[]]; // the first an absolute path
  readonly cwd: string;
  /** The folder of the process: its record and its logs. */
  readonly place: string;
  readonly clock: Clock;
}

/** How long a process may take to end once its input has ended. */
const farewellSeconds = 1;

/** One question at a time to a long-lived process, which is started when needed and replaced when it ends. */
export class Conversation {
  readonly #options: ConversationOptions;
  #partner: Partner | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** The reply to a request. Rejects with an EvaluationError when the process ends, or is out of step, before it replied. */
  async ask(request: EvaluationRequest, signal: AbortSignal): Promise<object> {
    if (this.#partner?.ending === true) {
      await this.#partner.process.exit;
      this.#partner = undefined;
    }
    this.#partner ??= await this.#start();
    throwIfAborted(signal);
    return this.#partner.ask(request, signal);
  }

  /** Ends the process: politely, by the end of its input. */
  async close(): Promise<void> {
    if (this.#partner === undefined) return;
    const { process } = this.#partner;
    process.child.stdin!.end();
    const cancel = this.#options.clock.after(farewellSeconds * 1000, () => process.terminate());
    await process.exit;
    cancel();
  }

  async #start(): Promise<Partner> {
    const { argv, cwd, place, clock } = this.#options;
    const logs = { stdout: new RollingLog(join(place, "stdout.log")), stderr: new RollingLog(join(place, "stderr.log")) };
    await endRecorded(place);
    // Python would keep its replies in a buffer, and both sides would wait.
    const environmentDefaults = { PYTHONUNBUFFERED: "1" };
    return new Partner(await startProcess({ argv, cwd, place, stdio: ["pipe", "pipe", "pipe"], environmentDefaults, clock }), logs);
  }
}
