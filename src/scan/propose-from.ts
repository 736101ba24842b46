import type { ScanConfig } from "../config/index.ts";
import { placeOf, type Origin, type ProposedEntry, type ScanState } from "../journal/index.ts";
import { auditPoint, designPoints, proposeBatch, scoreOf, type BatchRequest, type Groundwork, type Score } from "../proposal/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { avoidedPoints, observedPoints, pendingPoints, settledByEvaluation } from "./dataset.ts";
import { eventCosts, pendingEvents } from "./requested-events.ts";
import type { ScanSettings } from "./settings.ts";
import { hasOffset, tallyOf } from "./tally.ts";

/** What new points are chosen by. */
export interface Learned {
  readonly surrogates: ReadonlyMap<string, Surrogate>;
  readonly groundwork: Groundwork;
}

/**
 * The next points: of the space-filling design where there is no surrogate yet, else the ones that the acquisition function picks,
 * after a point that nobody has looked near, where only that is missing.
 */
export function choosePoints(
  settings: ScanSettings,
  state: ScanState,
  learned: Learned | undefined,
  count: number,
  unexplored: readonly number[] | undefined,
): UnitPoints {
  const { config, space } = settings;
  if (learned === undefined) {
    const design = withoutKnown(designPoints(space, state.evaluations.length + count, config.seed), state);
    return selectPoints(design, Array.from({ length: Math.min(count, design.n) }, (_, row) => row));
  }
  return proposeBatch({ ...batchRequest(settings, state, learned, count), ...(unexplored !== undefined && { unexplored }) });
}

/** How much is expected of an evaluation at any point, by the acquisition function; larger is better. */
export function acquisitionScore(settings: ScanSettings, state: ScanState, learned: Learned): Score {
  return scoreOf(batchRequest(settings, state, learned, 1));
}

function batchRequest(
  { config, space, levelSets, acquisition, engine }: ScanSettings,
  state: ScanState,
  learned: Learned,
  count: number,
): BatchRequest {
  const events = config.budget.cost?.events;
  const costs = events && eventCosts(events, state, learned.surrogates);
  return {
    ...learned,
    ...(costs !== undefined && { events: { costs, pending: pendingEvents(state, costs) } }),
    space,
    levelSets,
    acquisition,
    engine,
    observed: mayRepeat(config) ? unitPoints(space.d, new Float64Array(0)) : settledByEvaluation(state),
    pending: pendingPoints(state),
    avoided: avoidedPoints(state),
    count,
    seed: config.seed,
    iteration: state.evaluations.length,
  };
}

/** The next points of an audit, drawn whatever the scan has learned. */
export function chooseAudit({ config, space }: ScanSettings, state: ScanState, count: number): UnitPoints {
  const first = tallyOf(state).audits.length;
  const taken = [observedPoints(state), pendingPoints(state), avoidedPoints(state)].filter(({ n }) => n > 0).reduce(joinPoints);
  let points = unitPoints(space.d, new Float64Array(0));
  for (let number = first; number < first + count; number++) {
    points = joinPoints(points, auditPoint(space, joinPoints(taken, points), config.seed, number));
  }
  return points;
}

/** Points that are not among those of the scan, by their exact coordinates. // [n, d] -> [<= n, d] */
function withoutKnown(points: UnitPoints, { evaluations }: ScanState): UnitPoints {
  const byFirst = Map.groupBy(evaluations.filter((one) => !hasOffset(one)), ({ unit }) => unit[0]);
  const { n, d, data } = points;
  const isKnown = (row: number): boolean =>
    byFirst.get(data[row * d])?.some(({ unit }) => unit.every((value, k) => value === data[row * d + k])) ?? false;
  return selectPoints(points, Array.from({ length: n }, (_, row) => row).filter((row) => !isKnown(row)));
}

/** Where events are counted, a point that has been evaluated may be worth more of them. */
function mayRepeat({ budget }: ScanConfig): boolean {
  return budget.cost?.events !== undefined;
}

/** Proposals of the points that the scan does not have yet, with ids that continue its own. */
export function proposalsAt({ config, space }: ScanSettings, state: ScanState, chosen: UnitPoints, origin: Origin): ProposedEntry[] {
  const points = mayRepeat(config) ? chosen : withoutKnown(chosen, state);
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
  const ids: string[] = [];
  for (let number = evaluations.length + 1; ids.length < count; number++) {
    const id = `${started?.runId ?? "scan"}-${String(number).padStart(4, "0")}`;
    if (placeOf(evaluations, id) === -1) ids.push(id);
  }
  return ids;
}
