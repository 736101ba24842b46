import { type Attempt, type AttemptOptions, startAttempt } from "./attempt.ts";
import type { EvaluationRequest } from "./evaluator.ts";
import type { Outcome } from "./outcome.ts";

/** An attempt that has ended. */
export interface Arrival {
  readonly id: string;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly startedAt: string; // ISO 8601
  readonly seconds: number;
}

/** Runs attempts side by side and hands over what has ended; nothing an evaluator does makes it throw. */
export interface Dispatcher {
  /** Attempts under way. */
  readonly running: number;
  /** Starts an attempt at once; `handle` re-attaches to a job of an earlier process. */
  dispatch(request: EvaluationRequest, handle?: string): void;
  /** Resolves, as soon as there is one, with every arrival since the last call; never with none while something runs. */
  arrivals(): Promise<readonly Arrival[]>;
  /** Aborts what is under way at a point whose result nobody wants any more; it leaves no arrival. */
  giveUp(id: string): void;
  /** Aborts everything under way and resolves when it has ended; what is cut short leaves no arrival. */
  stop(): Promise<void>;
}

/**
 * A dispatcher in this process. It bounds neither the attempts under way (the caller looks at `running` and at the
 * evaluator's capacity) nor their number per point (retrying is the caller's decision). Throws on a misuse: an attempt
 * dispatched twice, or after `stop`.
 */
export function createDispatcher(options: AttemptOptions): Dispatcher {
  const running = new Map<string, Attempt>();
  let arrived: Arrival[] = [];
  let waiting: PromiseWithResolvers<readonly Arrival[]> | undefined;
  let stopped = false;

  function handOver(): void {
    if (waiting === undefined || (arrived.length === 0 && running.size > 0)) return;
    waiting.resolve(arrived);
    waiting = undefined;
    arrived = [];
  }

  return {
    get running() {
      return running.size;
    },

    dispatch(request, handle) {
      const { id, attempt } = request;
      const key = `${id} ${attempt}`;
      if (stopped) throw new Error(`expected no dispatch after stop, got attempt ${attempt} of ${id}`);
      if (running.has(key)) throw new Error(`expected an attempt that is not under way, got attempt ${attempt} of ${id}`);
      const started = options.clock.now();
      const current = startAttempt(request, handle, options);
      running.set(key, current);
      void current.ended.then((outcome) => {
        running.delete(key);
        if (outcome !== undefined) {
          const seconds = (options.clock.now() - started) / 1000;
          arrived.push({ id, attempt, outcome, startedAt: new Date(started).toISOString(), seconds });
        }
        handOver();
      });
    },

    arrivals() {
      waiting ??= Promise.withResolvers();
      const { promise } = waiting;
      handOver();
      return promise;
    },

    giveUp(id) {
      for (const [key, attempt] of running) if (key.startsWith(`${id} `)) attempt.cutShort();
    },

    async stop() {
      stopped = true;
      const attempts = [...running.values()];
      for (const attempt of attempts) attempt.cutShort();
      await Promise.all(attempts.map(({ ended }) => ended));
    },
  };
}
