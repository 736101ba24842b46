import type { Origin, ProposedEntry, ScanState } from "../journal/index.ts";
import { auditPoint, designPoints, proposeBatch, type Groundwork } from "../proposal/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { avoidedPoints, observedPoints, pendingPoints } from "./dataset.ts";
import type { ScanSettings } from "./settings.ts";

/**
 * The next points: of the space-filling design where there is no surrogate yet, else the ones that the acquisition function picks,
 * after a point that nobody has looked near, where only that is missing.
 */
export function proposeFrom(
  settings: ScanSettings,
  state: ScanState,
  learned: { readonly surrogates: ReadonlyMap<string, Surrogate>; readonly groundwork: Groundwork } | undefined,
  count: number,
  unexplored: readonly number[] | undefined,
): readonly ProposedEntry[] {
  const { config, space, levelSets, acquisition } = settings;
  const iteration = state.evaluations.length;
  if (learned === undefined) {
    const design = designPoints(space, iteration + count, config.seed);
    const rows = Array.from({ length: design.n - iteration }, (_, index) => iteration + index);
    return entriesOf(settings, state, "design", selectPoints(design, rows));
  }
  const batch = proposeBatch({
    ...learned,
    space,
    levelSets,
    acquisition,
    observed: observedPoints(state),
    pending: pendingPoints(state),
    avoided: avoidedPoints(state),
    count,
    seed: config.seed,
    iteration,
    ...(unexplored !== undefined && { unexplored }),
  });
  return entriesOf(settings, state, "acquisition", batch);
}

/** The next points of an audit, drawn whatever the scan has learned. */
export function proposeAudit(settings: ScanSettings, state: ScanState, count: number): readonly ProposedEntry[] {
  const { config, space } = settings;
  const first = state.evaluations.filter(({ origin }) => origin === "audit").length;
  const taken = [observedPoints(state), pendingPoints(state), avoidedPoints(state)].filter(({ n }) => n > 0).reduce(joinPoints);
  let points = unitPoints(space.d, new Float64Array(0));
  for (let number = first; number < first + count; number++) {
    points = joinPoints(points, auditPoint(space, joinPoints(taken, points), config.seed, number));
  }
  return entriesOf(settings, state, "audit", points);
}

function entriesOf({ space }: ScanSettings, state: ScanState, origin: Origin, points: UnitPoints): ProposedEntry[] {
  const first = state.evaluations.length;
  const physical = space.toPhysical(points);
  const ids = freeIds(state, points.n);
  return Array.from({ length: points.n }, (_, index) => {
    const slice = (data: Float64Array) => [...data.subarray(index * points.d, (index + 1) * points.d)];
    const coordinates = slice(physical.data);
    return {
      type: "proposed",
      id: ids[index]!,
      iteration: first + index,
      origin,
      unit: slice(points.data),
      parameters: Object.fromEntries(space.parameters.map(({ name }, k) => [name, coordinates[k]!])),
    };
  });
}

/** Ids that continue the count of evaluations; where a damaged journal has lost one of them, its successors' ids are passed over. */
function freeIds({ started, evaluations }: ScanState, count: number): readonly string[] {
  const taken = new Set(evaluations.map(({ id }) => id));
  const ids: string[] = [];
  for (let number = evaluations.length + 1; ids.length < count; number++) {
    const id = `${started?.runId ?? "scan"}-${String(number).padStart(4, "0")}`;
    if (!taken.has(id)) ids.push(id);
  }
  return ids;
}
