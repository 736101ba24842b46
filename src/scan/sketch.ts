import { refounded, type FittedEntry, type ScanState } from "../journal/index.ts";
import type { Groundwork, Score } from "../proposal/index.ts";
import { createModels, type Surrogates } from "./models.ts";
import { acquisitionScore } from "./propose-from.ts";
import type { ScanSettings } from "./settings.ts";

/** A picture of what a scan knows: good enough to look at, cheap whatever the number of evaluations. */
export interface Sketch {
  readonly surrogates: Surrogates;
  /** How many observed evaluations it rests on. */
  readonly observations: number;
  /** What an evaluation is worth at any point, by the acquisition function. */
  readonly score: Score;
}

/**
 * Sketches from at most `most` observed evaluations, with the hyperparameters in force: from all of them as long as there are no more,
 * else half of them those whose values are nearest to a threshold, where the contour is decided, and half evenly over the scan. What the
 * scan itself decides by is never this. The same scan object keeps what it has computed between calls.
 */
export function createSketcher(settings: ScanSettings, most: number) {
  const models = createModels(settings);
  let latest: { readonly state: ScanState; readonly thinned: ScanState; readonly fitted: FittedEntry } | undefined;
  let ground: { readonly fitted: FittedEntry; readonly groundwork: Groundwork } | undefined; // of the fit, whatever it is conditioned on

  return function sketch(state: ScanState): Sketch | undefined {
    if (state.fitted === undefined) return undefined;
    const { fitted } = state;
    if (state.observedOrder.length > most) {
      const isSame = latest?.state.observedOrder === state.observedOrder && latest.state.fitted === fitted;
      if (latest === undefined || !isSame) {
        const observedOrder = tellingObservations(settings, state, most);
        latest = { state, thinned: { ...state, observedOrder }, fitted: refounded(fitted, observedOrder.length) };
      }
    } else latest = { state, thinned: state, fitted };
    const current = { ...state, observedOrder: latest.thinned.observedOrder };
    const surrogates = models.surrogates(current, latest.fitted);
    if (ground?.fitted !== fitted) ground = { fitted, groundwork: models.groundwork(current, latest.fitted) };
    const { groundwork } = ground;
    return {
      surrogates,
      observations: current.observedOrder.length,
      score: acquisitionScore(settings, withFewAvoided(current, most), { surrogates, groundwork }),
    };
  };
}

/** Indices of `most` observed evaluations, in the order they arrived. */
function tellingObservations({ levelSets }: ScanSettings, { observedOrder, evaluations }: ScanState, most: number): number[] {
  const distance = (index: number): number => {
    const { outcome } = evaluations[index]!;
    if (outcome?.kind !== "observed") return Infinity;
    return Math.min(...levelSets.map(({ observable, threshold }) => relativeDistance(outcome.observables[observable]!.value, threshold)));
  };
  const half = most >> 1;
  const stride = Math.ceil(observedOrder.length / half);
  const chosen = new Set(observedOrder.filter((_, rank) => rank % stride === 0));
  const nearest = observedOrder.map((index) => [index, distance(index)] as const).toSorted(([, a], [, b]) => a - b);
  for (const [index] of nearest) {
    if (chosen.size === most) break;
    chosen.add(index);
  }
  return observedOrder.filter((index) => chosen.has(index));
}

/** Independent of the observable's scale, where both have the same sign as a logarithm has it, else in units of the threshold. */
function relativeDistance(value: number, threshold: number): number {
  return threshold > 0 && value > 0 ? Math.abs(Math.log(value / threshold)) : Math.abs(value - threshold) / (Math.abs(threshold) || 1);
}

/** Points without a value are conditioned on as well: those of the latest are enough for a picture. */
function withFewAvoided(state: ScanState, most: number): ScanState {
  const valueless = state.evaluations.filter(({ status }) => status !== "observed");
  return valueless.length <= most ? state : { ...state, evaluations: [...state.evaluations.filter(({ status }) => status === "observed"), ...valueless.slice(-most)] };
}
