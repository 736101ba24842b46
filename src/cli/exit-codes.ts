import type { StopCause } from "../journal/index.ts";

/** What the process tells the shell. */
export const exitCode = {
  converged: 0,
  usage: 2,
  budget: 3,
  failures: 4,
  journal: 5,
  interrupted: 130,
} as const satisfies Record<StopCause | "usage" | "journal", number>;
