import type { Clock } from "../evaluation/index.ts";

/** A message to everybody who watches: its kind, and its JSON text. */
export interface LiveMessage {
  readonly event: "state" | "figures" | "gone";
  readonly data: string;
}

export type Watcher = (message: LiveMessage) => void;

/** Tells watchers what a scan is like: at once when they come, and after changes, at most twice a second. */
export interface LiveFeed {
  readonly watchers: number;
  /** Something has changed. */
  changed(): void;
  watch(watcher: Watcher): () => void;
  /** Says goodbye, after how everything stands in the end. */
  end(reason: string): Promise<void>;
}

const leastMilliseconds = 500;

export interface FeedSources {
  readonly clock: Clock;
  /** The state as JSON, cheap. */
  state(): string;
  /** The figures as JSON, as soon as they are drawn. */
  figures(): Promise<string>;
  onProblem(error: unknown): void;
}

export function createLiveFeed({ clock, state, figures, onProblem }: FeedSources): LiveFeed {
  const watchers = new Set<Watcher>();
  let due: (() => void) | undefined; // cancels the next telling
  let toldAt = -Infinity;
  let drawing = false;
  let isStale = false; // a change came while the figures were being drawn
  let latestFigures: LiveMessage | undefined;
  let hasEnded = false;

  const send = (message: LiveMessage): void => watchers.forEach((watcher) => watcher(message));
  const stateMessage = (): LiveMessage => ({ event: "state", data: state() });

  function tell(): void {
    due = undefined;
    toldAt = clock.now();
    if (watchers.size === 0) return;
    send(stateMessage());
    void draw();
  }

  async function draw(): Promise<void> {
    isStale = drawing;
    if (drawing) return;
    drawing = true;
    try {
      latestFigures = { event: "figures", data: await figures() };
      if (!hasEnded) send(latestFigures);
    } catch (error) {
      if (!hasEnded) onProblem(error);
    } finally {
      drawing = false;
    }
    if (isStale && watchers.size > 0 && !hasEnded) changed();
  }

  function changed(): void {
    if (hasEnded || due !== undefined) return;
    const wait = toldAt + leastMilliseconds - clock.now();
    due = clock.after(Math.max(wait, 0), tell);
  }

  return {
    get watchers() {
      return watchers.size;
    },
    changed,
    watch(watcher) {
      watchers.add(watcher);
      watcher(stateMessage());
      if (latestFigures !== undefined) watcher(latestFigures);
      void draw();
      return () => void watchers.delete(watcher);
    },
    async end(reason) {
      due?.();
      hasEnded = true;
      if (watchers.size === 0) return;
      send(stateMessage());
      const last = await figures().catch(() => undefined);
      if (last !== undefined) send({ event: "figures", data: last });
      send({ event: "gone", data: JSON.stringify({ reason }) });
    },
  };
}
