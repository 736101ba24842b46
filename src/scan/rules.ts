import { usualDesign } from "../config/index.ts";
import type { Rules } from "./decide.ts";
import type { ScanSettings } from "./settings.ts";

/** What `decide` goes by, as the config has it. */
export function rulesOf({ config, space }: ScanSettings): Rules {
  const { design, budget, evaluator, convergence } = config;
  const choices = space.allowed?.n ?? Infinity;
  const isUsual = design.points === usualDesign(space.d, true);
  return {
    designPoints: Math.min(design.points, choices),
    designPointsWithoutProxy: Math.min(isUsual ? usualDesign(space.d, false) : design.points, choices),
    budget,
    choices: budget.cost?.events === undefined ? choices : Infinity, // a point may be worth more events
    retries: evaluator.retries,
    auditEvaluations: convergence.auditEvaluations,
  };
}
