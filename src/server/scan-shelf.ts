import { join } from "node:path";
import { openRun } from "../library/open-run.ts";
import { scanPlace } from "../library/scan-place.ts";
import { formatPercent, uncertainVolume, verdictText } from "../report/index.ts";
import { viewWith } from "../library/scan-view.ts";
import { stat } from "node:fs/promises";
import { journalName } from "../journal/index.ts";
import { runDirectoriesIn } from "./folder.ts";
import { followScan } from "./follow-scan.ts";
import type { HostedScan, HostOptions } from "./host-scan.ts";
import type { ServedScan } from "./served-scan.ts";

/** A scan as a line of a list. */
export interface ListedScan {
  readonly id: string;
  readonly name: string;
  readonly headline: string;
  readonly observed: number;
  readonly budget: number;
  readonly misclassified: string;
  readonly changedAt: string; // ISO 8601
  readonly problem?: string; // it cannot be read
}

/** The scans that a server shows. */
export interface ScanShelf {
  /** The one scan that is all there is; undefined for a folder. */
  readonly only: ServedScan | undefined;
  list(): Promise<readonly ListedScan[]>;
  /** The scan of an id; undefined when there is none. */
  open(id: string): Promise<ServedScan | undefined>;
  close(): Promise<void>;
}

/** One scan; `hosted` gives nothing until it has begun. */
export function shelfOfOne(hosted: () => HostedScan | undefined): ScanShelf {
  return {
    get only() {
      return hosted()?.served;
    },
    async list() {
      const scan = hosted()?.served;
      return scan === undefined ? [] : [lineOf(scan.id, scan)];
    },
    async open(id) {
      const scan = hosted()?.served;
      return scan?.id === id ? scan : undefined;
    },
    close: async () => hosted()?.close(),
  };
}

/** Every run directory in a folder, opened when somebody looks at it. */
export function shelfOfFolder(folder: string, options: HostOptions): ScanShelf {
  const opened = new Map<string, Promise<HostedScan>>();
  const lines = new Map<string, { readonly stamp: string; readonly line: ListedScan }>();

  async function listed(id: string, directory: string): Promise<ListedScan> {
    const { mtime, size } = await stat(join(directory, journalName));
    const stamp = `${mtime.getTime()} ${size}`;
    const known = lines.get(id);
    if (known?.stamp === stamp) return known.line;
    const line = await openRun(directory).then(
      (core) => ({ ...lineOf(id, { core }), changedAt: mtime.toISOString() }),
      (error: Error) => ({ ...unreadable, id, name: id, changedAt: mtime.toISOString(), problem: error.message }),
    );
    lines.set(id, { stamp, line });
    return line;
  }

  return {
    only: undefined,
    async list() {
      const directories = await runDirectoriesIn(folder);
      return Promise.all(Array.from(directories, ([id, directory]) => listed(id, directory)));
    },
    async open(id) {
      const directory = (await runDirectoriesIn(folder)).get(id);
      if (directory === undefined) return undefined;
      const scan = opened.get(id) ?? scanPlace(directory).then((place) => followScan(place, id, options));
      opened.set(id, scan);
      scan.catch(() => opened.delete(id));
      return (await scan).served;
    },
    async close() {
      await Promise.all(Array.from(opened.values(), async (scan) => (await scan.catch(() => undefined))?.close()));
    },
  };
}

const unreadable = { headline: "cannot be read", observed: 0, budget: 0, misclassified: "–" };

function lineOf(id: string, { core }: Pick<ServedScan, "core">): ListedScan {
  const view = viewWith(core, undefined);
  const volume = uncertainVolume(view);
  return {
    id,
    name: view.name,
    headline: core.state.stopped === undefined ? "Under way" : verdictText(view.verdict).headline,
    observed: core.state.observedOrder.length,
    budget: view.budgetEvaluations,
    misclassified: volume === undefined ? "–" : formatPercent(volume),
    changedAt: core.state.lastAt ?? "",
  };
}
