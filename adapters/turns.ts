export type InTurn = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * Lets at most `count` pieces of work go on at the same time. The others wait, the first first; one whose signal is aborted
 * before its turn is not begun and rejects with the signal's reason.
 */
export function createTurns(count: number): InTurn {
  const waiting = new Set<() => void>();
  let free = count;

  function turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      if (waiting.delete(resolve)) reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    waiting.add(resolve);
    return promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  function passOn(): void {
    const [next] = waiting;
    if (next === undefined) free++;
    else {
      waiting.delete(next);
      next();
    }
  }

  return async (signal, work) => {
    signal.throwIfAborted();
    if (free > 0) free--;
    else await turn(signal);
    try {
      signal.throwIfAborted(); // it may have happened since the turn was given
      return await work();
    } finally {
      passOn();
    }
  };
}
