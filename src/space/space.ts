import type { PhysicalPoints, UnitPoints } from "./points.ts";

export type Scale = "linear" | "log";

/** One axis of the scan: `lower` and `upper` are in the parameter's own unit. */
export interface Parameter {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  readonly scale: Scale;
  readonly unit?: string;
  readonly label?: string;
}

/** The domain of a scan: the map between unit cube and physical units, and what is forbidden in it. */
export interface Space {
  readonly parameters: readonly Parameter[];
  readonly d: number;
  /** The only points that may be evaluated, where the config lists them. // [k, d] */
  readonly allowed?: UnitPoints;
  toPhysical(points: UnitPoints): PhysicalPoints; // [n, d] -> [n, d]
  toUnit(points: PhysicalPoints): UnitPoints; // [n, d] -> [n, d]
  /** 1 where every constraint holds, 0 where the point is forbidden; bounds of the cube included. // [n, d] -> [n] */
  admissible(points: UnitPoints): Uint8Array;
}
