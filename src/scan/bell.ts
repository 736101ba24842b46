/** Wakes one loop that waits for any of many things to happen. */
export interface Bell {
  ring(): void;
  /** Resolves at the first ring from now on: listen before looking at what a ring would be about. */
  listen(): Promise<void>;
}

export function createBell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => next.resolve(),
    listen() {
      next = Promise.withResolvers();
      return next.promise;
    },
  };
}
