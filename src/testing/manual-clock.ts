import type { Clock } from "../evaluation/index.ts";

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves time on, calling back in order whatever falls due on the way. */
  advance(seconds: number): void;
  /** Callbacks that have not been called or cancelled. */
  readonly waiting: number;
}

export function createManualClock(startMilliseconds = Date.UTC(2024, 0, 1)): ManualClock {
  interface Alarm {
    readonly due: number;
    readonly callback: () => void;
  }
  const alarms = new Set<Alarm>();
  let time = startMilliseconds;
  const next = (until: number): Alarm | undefined =>
    [...alarms].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)[0];

  return {
    now: () => time,
    after(delayMilliseconds, callback) {
      const alarm = { due: time + delayMilliseconds, callback };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    advance(seconds) {
      const until = time + seconds * 1000;
      for (let alarm = next(until); alarm !== undefined; alarm = next(until)) {
        alarms.delete(alarm);
        time = alarm.due;
        alarm.callback();
      }
      time = until;
    },
    get waiting() {
      return alarms.size;
    },
  };
}
