import { systemClock, type Clock } from "../evaluation/index.ts";
import type { EngineName } from "../engine/index.ts";
import { startClientSession } from "../library/client-session.ts";
import { begin, openScan, type OpenScan } from "../library/open-scan.ts";
import type { ScanPlace } from "../library/scan-place.ts";
import type { ScanEvent, Session } from "../scan/index.ts";
import { createMind, type Mind } from "./mind.ts";
import { createServedScan, type ServedScan } from "./served-scan.ts";

/** A scan that is served, and the way to end that. */
export interface HostedScan {
  readonly served: ServedScan;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly signal: AbortSignal; // interrupts the scans that this process carries on
  readonly engine?: EngineName;
  readonly onProblem: (error: unknown) => void;
  readonly clock?: Clock; // default: the system's
}

/** A scan whose evaluations clients make, with this process as the writer of its journal. */
export interface ClientScan {
  readonly open: OpenScan;
  readonly session: Session;
  close(): Promise<void>;
}

/** Becomes the writer of a scan for clients to take part in. Throws what `openScan` throws. */
export async function takeUp({ config, directory }: ScanPlace, options: HostOptions, onEvent: (event: ScanEvent) => void): Promise<ClientScan> {
  const { signal, engine, onProblem, clock = systemClock } = options;
  const open = await openScan(config, { directory, ...(engine !== undefined && { engine }) });
  const thinker = createMind(config, engine);
  thinker.record(open.journal.entries);
  await begin(open, {
    clock,
    signal,
    onEntry(entry) {
      thinker.record([entry]);
      onEvent(entry);
    },
  });
  const session = startClientSession(open, { clock, signal, thinker, onEvent });
  const ended = session.ended.catch(onProblem);
  return {
    open,
    session,
    async close() {
      session.leave();
      await ended;
      await thinker.close();
      await open.journal.close();
    },
  };
}

/** Serves a scan for clients from its very start. */
export async function hostForClients(place: ScanPlace, id: string, options: HostOptions): Promise<HostedScan> {
  const early: ScanEvent[] = []; // of before there is somebody to tell
  let onEvent = (event: ScanEvent): void => void early.push(event);
  const scan = await takeUp(place, options, (event) => onEvent(event));
  const { served, pass, close } = show(scan.open, id, () => Promise.resolve(scan.session), options);
  onEvent = pass;
  early.forEach(pass);
  return {
    served,
    async close() {
      await scan.close();
      await close("the server was stopped");
    },
  };
}

/** Shows a scan of this process: pictures in a thread of their own, which does not wait for a long fit. */
export function show(open: OpenScan, id: string, session: () => Promise<Session>, { engine, onProblem, clock = systemClock }: HostOptions) {
  const drawing: Mind = createMind(open.core.settings.config, engine);
  drawing.record(open.journal.entries);
  const served = createServedScan({
    id,
    mind: () => drawing,
    core: () => open.core,
    participation: () => ({ isOpen: true, note: "" }),
    session,
    onProblem,
    clock,
  });
  served.onHistory(open.journal.entries);
  return {
    served,
    pass(event: ScanEvent): void {
      if (event.type !== "dispatched") drawing.record([event]);
      served.onEvent(event);
    },
    async close(reason: string): Promise<void> {
      await served.end(reason);
      await drawing.close();
    },
  };
}
