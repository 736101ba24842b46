import type { AuditedEntry, Evaluation, ScanState } from "../journal/index.ts";
import { auditLevelSet } from "../level-set/index.ts";
import { datasetOf } from "./dataset.ts";
import type { Models } from "./models.ts";
import type { ScanSettings } from "./settings.ts";
import { tallyOf } from "./tally.ts";

/** The points of the audit under way: proposed, and not scored yet. */
export function auditUnderWay(state: ScanState): readonly Evaluation[] {
  const scored = new Set(state.audits.flatMap(({ ids }) => ids));
  return tallyOf(state).audits.filter(({ id }) => !scored.has(id));
}

/**
 * The score of the audit under way: what the surrogates in force, conditioned on nothing that arrived since its first point did, say of
 * its points, against their values. Points without a value are left out.
 */
export function auditState({ space, levelSets }: ScanSettings, state: ScanState, models: Models): AuditedEntry {
  const { fitted, observedOrder } = state;
  if (fitted === undefined) throw new Error("expected a fit before an audit, got none");
  const ids = auditUnderWay(state).map(({ id }) => id);
  const isAudit = new Set(ids);
  const arrivals = observedOrder.map((index) => isAudit.has(state.evaluations[index]!.id));
  const before = arrivals.includes(true) ? arrivals.indexOf(true) : arrivals.length;
  const scored: ScanState = { ...state, observedOrder: observedOrder.filter((_, i) => arrivals[i]) };
  const surrogates = models.surrogates(state, fitted, before);
  const share = space.allowed === undefined ? 1 : 1 - (tallyOf(state).chosen - ids.length) / space.allowed.n;
  return {
    type: "audited",
    observed: before,
    ids,
    levelSets: levelSets.map((levelSet) => {
      const { points, values } = datasetOf(scored, levelSet.observable);
      const surrogate = surrogates.get(levelSet.observable)!;
      const threshold = surrogate.standardise(levelSet.threshold);
      const { mean } = values.length === 0 ? { mean: new Float64Array(0) } : surrogate.posterior(points);
      const saidInside = Array.from(mean, (value) => (levelSet.side === "above" ? value >= threshold : value <= threshold));
      return auditLevelSet(levelSet, saidInside, values, share);
    }),
  };
}
