/** Time as a port, so that a test of a timeout does not sleep. */
export interface Clock {
  /** Milliseconds since the epoch; never goes back. */
  now(): number;
  /** Calls back once after the delay unless the returned function is called first. */
  after(delayMilliseconds: number, callback: () => void): () => void;
}

/** `setTimeout` fires at once when asked for more than this (24.8 days). */
const longestTimerMilliseconds = 2 ** 31 - 1;

let latest = 0;

export const systemClock: Clock = {
  now() {
    latest = Math.max(latest, Date.now()); // the computer's clock may be set back while a scan runs
    return latest;
  },
  after(delayMilliseconds, callback) {
    let timer: NodeJS.Timeout;
    const wait = (remaining: number): void => {
      timer =
        remaining > longestTimerMilliseconds
          ? setTimeout(() => wait(remaining - longestTimerMilliseconds), longestTimerMilliseconds)
          : setTimeout(callback, remaining);
    };
    wait(delayMilliseconds);
    return () => clearTimeout(timer);
  },
};
