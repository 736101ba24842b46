import type { FigureConfig } from "../config/index.ts";
import type { Observation } from "../evaluation/index.ts";
import type { Origin } from "../journal/index.ts";
import type { Exploration, LevelSet, LevelSetAssessment, LevelSetAudit, ObservableAssessment, Side, Verdict } from "../level-set/index.ts";
import type { KernelName } from "../numeric/index.ts";
import type { Parameter, PhysicalPoints } from "../space/index.ts";
import type { TransformName } from "../surrogate/index.ts";

/** A scan as its reader sees it: all that figures, tables and files are made from, and nothing else. */
export interface ScanView {
  readonly name: string;
  readonly seed: number;
  readonly parameters: readonly Parameter[]; // [d]
  readonly constraints: readonly string[]; // as written in the config
  /** 1 where every constraint holds, 0 where a point is forbidden or outside the bounds. // [m, d] -> [m] */
  admissible(points: PhysicalPoints): Uint8Array;
  /** The only points that may be evaluated, where the config lists them. // [k, d] */
  readonly allowed?: PhysicalPoints;
  readonly observables: readonly ObservableView[];
  readonly evaluations: readonly EvaluationView[]; // in the order they were proposed
  readonly assessments: readonly AssessmentView[]; // oldest first
  /** Absent where none was made. */
  readonly audit?: AuditView;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly wallTimeSeconds: number;
  /** Bound on the misclassified volume at which the scan counts as converged, a fraction of the admissible volume. */
  readonly targetVolume?: number;
  /** All that the bounds have to be within, in words: "1 % of the volume". */
  readonly target: string;
  readonly budgetEvaluations: number;
  /** What else the reader should know of the config, such as the adapter and the acquisition function. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  /** What figures say beside what is drawn. */
  readonly figure: FigureConfig;
  /** By observable; empty before the first fit. */
  readonly surrogates: Readonly<Record<string, SurrogateView>>;
  /** What the surrogates say, per observable in the order of `observables`; absent before the first fit. // [m, d] */
  readonly predict?: (points: PhysicalPoints) => readonly Prediction[];
}

export interface ObservableView {
  readonly name: string;
  readonly thresholds: readonly number[]; // the observable's own units
  readonly side: Side;
  readonly label?: string;
  readonly unit?: string;
  /**
   * Increasing map from the observable's own units to those in which the surrogate is Gaussian, where lines are interpolated;
   * finite for every threshold and every predicted value.
   */
  latent(value: number): number;
}

/** One threshold of one observable. */
export type LevelSetView = Pick<LevelSet, "observable" | "threshold" | "side">;

export interface EvaluationView {
  readonly id: string;
  readonly status: "observed" | "infeasible" | "failed" | "pending";
  readonly origin: Origin;
  readonly attempts: number;
  readonly parameters: Readonly<Record<string, number>>; // physical units
  /** By observable; empty unless the status is "observed". */
  readonly observations: Readonly<Record<string, Observation>>;
  readonly reason?: string; // of an infeasible or failed point
  readonly startedAt?: string; // of the last attempt, ISO 8601
  readonly seconds?: number; // of the last attempt
  readonly order?: number; // 1 for the first of the scan; default: its place in the list
}

/** What was known of the contour once `evaluations` points were observed. Volumes are fractions of the admissible volume. */
export interface AssessmentView {
  readonly evaluations: number;
  readonly levelSets: readonly LevelSetAssessment[];
  readonly observables: readonly Pick<
    ObservableAssessment, "observable" | "undecidedVolume" | "prequentialInflation" | "logEValue" | "logEValueLimit"
  >[];
  readonly exploration?: Exploration;
  readonly explorationRadius?: number; // lengthscales
}

/** What the latest audit found of every level set. */
export type AuditView = readonly LevelSetAudit[];

export interface SurrogateView {
  readonly kernel: KernelName;
  readonly transform: TransformName;
  readonly lengthscales: ArrayLike<number>; // [p], of the inputs, as fractions of their ranges
  /** Coordinates that the lengthscales belong to; absent: the parameters. */
  readonly inputs?: readonly string[]; // [p]
  /** Where directions were to be learned: whether they are in force, or the parameters, which the evidence prefers. */
  readonly learnedInputs?: boolean;
  /** By how much the values of imported sources were found to be off; absent where none may be. */
  readonly offsets?: readonly OffsetView[];
  /** By how much those values scatter beside it; standard deviation on the transformed scale. */
  readonly scatter?: number;
  readonly amplitude: number; // prior variance, standardised units
  readonly noiseVariance: number; // standardised units
  readonly jitter: number;
}

/** Of one source, on the transformed scale. */
export interface OffsetView {
  readonly source: string;
  readonly mean: number;
  readonly standardDeviation: number;
}

/** One observable at m points, in the observable's own units. */
export interface Prediction {
  readonly median: Float64Array; // [m]
  readonly lower: Float64Array; // [m], 16 % quantile of the latent function
  readonly upper: Float64Array; // [m], 84 % quantile
  /** Probability of lying inside the excursion set, one array per threshold. // [thresholds][m] */
  readonly probability: readonly Float64Array[];
}

/** Every threshold of every observable, in the order of the config. */
export function levelSetsOf(view: ScanView): LevelSetView[] {
  return view.observables.flatMap(({ name, thresholds, side }) =>
    thresholds.map((threshold) => ({ observable: name, threshold, side })),
  );
}

/** How many evaluations have each status, and how many attempts were made in all. */
export function countEvaluations(view: ScanView): Record<EvaluationView["status"] | "attempts", number> {
  const counts = { observed: 0, infeasible: 0, failed: 0, pending: 0, attempts: 0 };
  for (const { status, attempts } of view.evaluations) {
    counts[status]++;
    counts.attempts += attempts;
  }
  return counts;
}

/** The newest assessment of a level set. */
export function latestAssessment(view: ScanView, levelSet: LevelSetView): LevelSetAssessment | undefined {
  return view.assessments.at(-1)?.levelSets.find((one) => isSameLevelSet(one, levelSet));
}

export function isSameLevelSet(a: LevelSetView, b: LevelSetView): boolean {
  return a.observable === b.observable && a.threshold === b.threshold;
}

/** What the lengthscales of a surrogate belong to. */
export function inputNames({ surrogates, parameters }: ScanView, observable: string): readonly string[] {
  return surrogates[observable]!.inputs ?? parameters.map(({ name }) => name);
}
