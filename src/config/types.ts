import type { Side } from "../level-set/index.ts";
import type { Parameter, PhysicalPoints } from "../space/index.ts";
import type { FigureConfig } from "./figure-schema.ts";
import type { KernelName } from "../numeric/index.ts";
import type { TransformName } from "../surrogate/index.ts";

/** A config with every default filled in: what a scan runs on. */
export interface ScanConfig {
  readonly name: string;
  /** The absolute folder that relative paths in the evaluator's options start from: the config file's. */
  readonly directory: string;
  readonly seed: number;
  readonly parameters: readonly Parameter[];
  readonly constraints: readonly string[];
  /** The only points that may be evaluated, read from the file named by `points`. */
  readonly points?: PhysicalPoints;
  readonly observables: readonly ObservableConfig[];
  readonly evaluator: EvaluatorConfig;
  readonly design: { readonly points: number };
  readonly surrogate: SurrogateConfig;
  readonly acquisition: { readonly name: string };
  readonly convergence: ConvergenceConfig;
  readonly budget: BudgetConfig;
  readonly figure: FigureConfig;
}

export interface ObservableConfig {
  readonly name: string;
  readonly thresholds: readonly number[];
  readonly side: Side;
  readonly transform: TransformName | "auto";
  readonly weight: number;
  readonly label?: string;
  readonly unit?: string;
}

/** The model of the observables, and what is known of them beforehand. */
export interface SurrogateConfig {
  readonly kernel: KernelName | "auto";
  /** Terms of the mean, by observable. */
  readonly mean?: Readonly<Record<string, readonly MeanTerm[]>>;
  /** Expressions for the coordinates in which the kernel measures distances, or that their axes are learned; absent: the parameters. */
  readonly inputs?: readonly string[] | "learned";
  /** A cheap approximate answer, evaluated all over the domain before anything else. */
  readonly proxy?: EvaluatorConfig;
  /** Observations that the model takes in at most, the most informative ones of more; absent: all. */
  readonly maxPoints?: number;
}

/** An expression over the parameters, or values of a column at parameters that the other columns name. */
export type MeanTerm = string | MeanTable;

export interface MeanTable {
  readonly table: readonly Readonly<Record<string, number>>[];
  readonly column: string;
}

/** The options common to all adapters, and the adapter's own. */
export interface EvaluatorConfig {
  readonly adapter: string;
  readonly workers: number;
  readonly timeoutSeconds?: number; // absent: no limit
  readonly retries: number;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ConvergenceConfig {
  readonly misclassifiedVolume?: number; // of the admissible volume
  /** By parameter, in its unit: the mean distance along that axis that may separate the drawn contour from the true one. */
  readonly contourDistance?: Readonly<Record<string, number>>;
  readonly auditEvaluations: number; // 0: no audit
}

export interface CostConfig {
  readonly events?: { readonly total: number; readonly least: number; readonly most: number }; // least and most at one point
  readonly seconds?: number;
}

export interface BudgetConfig {
  readonly evaluations: number; // points, retries not counted
  readonly wallTimeSeconds?: number; // absent: no limit
  readonly cost?: CostConfig; // absent: no limit
  readonly failures: number; // failed points before the scan gives up
}
