import { findEvaluation, type Entry, type Evaluation } from "../journal/index.ts";
import { physicalPoints, selectPoints, type UnitPoints } from "../space/index.ts";
import type { ScanCore } from "./core.ts";
import type { Queue } from "./queue.ts";
import { Refusal } from "./refusal.ts";

export type Coordinates = Readonly<Record<string, number>>; // by parameter, physical units

/** What a person may do to a scan while it is carried out. */
export interface PersonalActs {
  pause(): Promise<void>;
  proceed(): Promise<void>;
  extend(evaluations: number): Promise<void>;
  /** Has a point evaluated next; resolves to its id. */
  propose(coordinates: Coordinates): Promise<string>;
  exclude(id: string, reason: string): Promise<void>;
  excludeAt(coordinates: Coordinates, reason: string): Promise<string>;
}

export interface ActPorts {
  readonly core: ScanCore;
  /** Resolves when the entries are durable and applied; the run loop looks anew. */
  act(entries: readonly Entry[]): Promise<void>;
  readonly inTurn: Queue;
  /** No longer waits for an evaluation under way. */
  giveUp(id: string): void;
}

export function personalActs({ core, act, inTurn, giveUp }: ActPorts): PersonalActs {
  return {
    pause: () => act(core.state.paused ? [] : [{ type: "paused" }]),
    proceed: () => act(core.state.paused ? [{ type: "continued" }] : []),
    extend: (evaluations) => act([{ type: "extended", evaluations }]),
    propose: (coordinates) =>
      inTurn(async () => {
        const proposal = proposalAt(core, coordinates);
        await act([proposal]);
        return proposal.id;
      }),
    async exclude(id, reason) {
      await act([exclusionOf(core, id, reason)]);
      giveUp(id);
    },
    excludeAt: (coordinates, reason) =>
      inTurn(async () => {
        const proposal = proposalAt(core, coordinates);
        await act([proposal, { type: "excluded", id: proposal.id, reason }]);
        return proposal.id;
      }),
  };
}

/**
 * A proposal of a person's own: at the coordinates, or at the nearest of the listed points where a config lists them. Throws a Refusal
 * where the point is outside the bounds, forbidden, or in the scan already.
 */
export function proposalAt(core: ScanCore, coordinates: Coordinates): Extract<Entry, { type: "proposed" }> {
  const { space } = core.settings;
  const wished = space.toUnit(physicalPoints(space.d, coordinatesOf(core, coordinates)));
  const point = space.allowed === undefined ? wished : nearestOf(space.allowed, wished);
  if (space.admissible(point)[0] === 0) {
    throw new Refusal("invalid", `expected a point within the bounds that no constraint forbids, got ${JSON.stringify(coordinates)}`);
  }
  const [entry] = core.proposalsAt({ points: point }, "asked");
  if (entry !== undefined) return { ...entry };
  const known = core.state.evaluations.find(({ unit }) => unit.every((value, k) => value === point.data[k]));
  throw new Refusal("conflict", `expected a point that is not in the scan yet, got that of ${known?.id ?? "another proposal"}`);
}

function coordinatesOf(core: ScanCore, coordinates: Coordinates): Float64Array {
  const names = core.settings.space.parameters.map(({ name }) => name);
  const strangers = Object.keys(coordinates).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !Number.isFinite(coordinates[name]));
  if (strangers.length === 0 && missing.length === 0) return Float64Array.from(names, (name) => coordinates[name]!);
  throw new Refusal("invalid", `expected a number for each of ${names.join(", ")}, got ${JSON.stringify(coordinates)}`);
}

function nearestOf(points: UnitPoints, { data }: UnitPoints): UnitPoints {
  const distances = Array.from({ length: points.n }, (_, row) =>
    Math.hypot(...data.map((value, k) => value - points.data[row * points.d + k]!)),
  );
  return selectPoints(points, [distances.indexOf(Math.min(...distances))]);
}

/** The entry that rules a point out. Throws a Refusal where there is no such point or it is ruled out already. */
export function exclusionOf(core: ScanCore, id: string, reason: string): Extract<Entry, { type: "excluded" }> {
  const evaluation: Evaluation | undefined = findEvaluation(core.state, id);
  if (evaluation === undefined) throw new Refusal("unknown", `expected the id of a point of this scan, got ${JSON.stringify(id)}`);
  if (evaluation.status === "infeasible") throw new Refusal("conflict", `expected a point that is not infeasible yet, got ${id}`);
  return { type: "excluded", id, reason };
}
