/** Time as a port, so that a test of a timeout does not sleep. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after the delay unless the returned function is called first. */
  after(delayMilliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMilliseconds, callback) {
    const timer = setTimeout(callback, delayMilliseconds);
    return () => clearTimeout(timer);
  },
};
