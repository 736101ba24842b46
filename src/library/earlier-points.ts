import { ConfigError } from "../config/index.ts";
import type { ProposedEntry } from "../journal/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { physicalPoints } from "../space/index.ts";
import { openRun } from "./open-run.ts";
import { names } from "./survey-answers.ts";

/**
 * The observed points of an earlier scan as proposals of a new one, in the order in which they were observed. Throws a ConfigError where
 * that scan has other parameters, a JournalError where there is none.
 */
export async function earlierPoints(
  { settings: { space, config }, state }: ScanCore, from: string,
): Promise<{ readonly entries: readonly ProposedEntry[]; readonly leftOut: number }> {
  const earlier = await openRun(from);
  const known = earlier.settings.space.parameters;
  if (space.parameters.some(({ name }) => known.every((one) => one.name !== name))) {
    const message = `expected --from to name a scan over ${names(space.parameters)}, got ${from}, which is one over ${names(known)}`;
    throw new ConfigError([{ file: config.name, path: "parameters", message }]);
  }
  const observed = earlier.state.observedOrder.map((index) => earlier.state.evaluations[index]!);
  const entries: ProposedEntry[] = [];
  for (const { parameters: there } of observed) {
    const coordinates = space.parameters.map(({ name }) => there[name]!);
    const unit = space.toUnit(physicalPoints(space.d, Float64Array.from(coordinates)));
    const isListed = space.allowed === undefined || isAmong(unit.data, space.allowed);
    if (space.admissible(unit)[0] === 0 || !isListed) continue;
    const iteration = entries.length;
    entries.push({
      type: "proposed",
      id: `${state.started!.runId}-${String(iteration + 1).padStart(4, "0")}`,
      iteration,
      origin: "design",
      unit: [...unit.data],
      parameters: Object.fromEntries(space.parameters.map(({ name }, k) => [name, coordinates[k]!])),
    });
  }
  return { entries, leftOut: observed.length - entries.length };
}

function isAmong(unit: Float64Array, { n, d, data }: { readonly n: number; readonly d: number; readonly data: Float64Array }): boolean {
  return Array.from({ length: n }, (_, i) => i * d).some((offset) => unit.every((coordinate, k) => coordinate === data[offset + k]));
}
