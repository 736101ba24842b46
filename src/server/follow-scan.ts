import { hostname } from "node:os";
import { settingsOf } from "../composition.ts";
import { systemClock } from "../evaluation/index.ts";
import { followJournal, journalWriter, JournalError, type Owner, type StopCause } from "../journal/index.ts";
import type { ScanPlace } from "../library/scan-place.ts";
import { createScanCore, Refusal } from "../scan/index.ts";
import { takeUp, type ClientScan, type HostedScan, type HostOptions } from "./host-scan.ts";
import type { Participation } from "./live-state.ts";
import { createMind } from "./mind.ts";
import { createServedScan } from "./served-scan.ts";

/** How often a journal that somebody else writes is looked at. */
const lookEveryMilliseconds = 500;

/**
 * Shows the scan of a run directory as its journal grows, whoever writes it, and takes nothing: only when a client or a person wants to
 * take part in a scan that has not ended and that nobody else carries on, this process becomes its writer.
 */
export async function followScan(place: ScanPlace, id: string, options: HostOptions): Promise<HostedScan> {
  const { config, directory } = place;
  const { engine, onProblem, clock = systemClock } = options;
  const settings = settingsOf(config, engine);
  const follower = followJournal(directory);
  let core = createScanCore(settings);
  let mind = createMind(config, engine);
  let owner: Owner | undefined;
  let taken: Promise<ClientScan> | undefined;
  let cancel = (): void => {};
  let isClosed = false;

  const participation = (): Participation => participationOf(core.state.stopped?.cause, owner);
  const served = createServedScan({
    id, mind: () => mind, core: () => core, participation, session: async () => (await takePart()).session, onProblem, clock,
  });

  async function look(): Promise<void> {
    const before = participation().note;
    owner = await journalWriter(directory);
    const { entries, isAnew } = await follower.next();
    const isFirst = core.state.started === undefined || isAnew;
    if (isAnew) {
      core = createScanCore(settings);
      await mind.close();
      mind = createMind(config, engine);
    }
    if (entries.length > 0) mind.record(entries);
    if (isFirst) {
      core.record(entries);
      served.onHistory(entries);
    } else {
      for (const entry of entries) {
        core.record([entry]);
        served.onEvent(entry);
      }
    }
    if (participation().note !== before) served.feed.changed();
  }

  function lookAgain(): void {
    if (isClosed) return;
    cancel = clock.after(lookEveryMilliseconds, () => void look().catch(onProblem).finally(lookAgain));
  }

  /** Becomes the writer, or says why that cannot be. */
  async function takePart(): Promise<ClientScan> {
    if (taken === undefined) {
      const { isOpen, note } = participationOf(core.state.stopped?.cause, await journalWriter(directory));
      if (!isOpen) throw new Refusal("conflict", note);
      taken = takeUp(place, options, () => {}); // what happens is seen in the journal
    }
    try {
      return await taken;
    } catch (error) {
      taken = undefined;
      if (error instanceof JournalError) throw new Refusal("conflict", error.message);
      throw error;
    }
  }

  await look();
  lookAgain();
  return {
    served,
    async close() {
      isClosed = true;
      cancel();
      await (await taken?.catch(() => undefined))?.close();
      await served.end("the server was stopped");
      await mind.close();
    },
  };
}

function participationOf(ended: StopCause | undefined, owner: Owner | undefined): Participation {
  if (owner?.pid === process.pid && owner.host === hostname()) return { isOpen: true, note: "" };
  if (owner !== undefined) {
    return { isOpen: false, note: `process ${owner.pid} on ${owner.host} carries this scan on: what can be changed, can be changed there` };
  }
  if (ended !== undefined && ended !== "interrupted") {
    return { isOpen: false, note: "this scan has ended; its config with a larger budget takes it up again, by excursion scan or excursion serve" };
  }
  return { isOpen: true, note: "nobody carries this scan on; whoever takes part takes it up" };
}
