// npm run bench -- engine [part of a name]: the linear algebra of every engine, one thread, and of numpy where NUMPY_PYTHON names a Python that has it.
import { loadEngine } from "../src/engine/index.ts";
import type { Engine } from "../src/numeric/index.ts";
import { ownCases, sharedCases, type Case } from "./engine/cases.ts";
import { benchFunctions, benchMinimiser } from "./engine/functions.ts";
import { startTwin, type Twin } from "./reference/twin.ts";

const rounds = 9;
const shortestSeconds = 0.005; // of a measurement: what is shorter is repeated

export async function run([part = ""]: readonly string[]): Promise<void> {
  const engines = (["relaxed", "strict", "typescript"] as const).map((name) => loadEngine(name, 1));
  const numpy = startTwin("engine.py");
  const columns = [...engines.map(({ name }) => name), ...(numpy === undefined ? [] : ["numpy", "relaxed : numpy"])];
  console.log(`${"".padEnd(48)}${columns.map((name) => name.padStart(16)).join("")}`);
  const isWanted = ({ name }: Case): boolean => name.includes(part);
  for (const one of sharedCases(engines[0]!).filter(isWanted)) await measure(one, engines, numpy);
  for (const one of ownCases().filter(isWanted)) await measure(one, engines, undefined);
  numpy?.close();
  if (part !== "") return;
  benchFunctions();
  benchMinimiser();
}

/** One row of the table: medians of processor times of runs that take turns, so that all see the same machine. */
async function measure(one: Case, engines: readonly Engine[], numpy: Twin | undefined): Promise<void> {
  const seconds = [...engines.map((): number[] => []), []] as number[][];
  for (const engine of engines) secondsOfOne(one, engine);
  for (let round = 0; round < rounds; round++) {
    for (const [index, engine] of engines.entries()) seconds[index]!.push(secondsOfOne(one, engine));
    if (numpy !== undefined) seconds.at(-1)!.push((await numpy.ask({ case: one.name }))["seconds"] as number);
  }
  const inUnit = (times: readonly number[]): number => {
    const median = times.toSorted((a, b) => a - b)[rounds >> 1]!;
    return one.unit === "GFlop/s" ? (1e-9 * one.amount) / median : (1e9 * median) / one.amount;
  };
  const values = seconds.filter(({ length }) => length > 0).map(inUnit);
  const cells = values.map((value) => `${value.toFixed(1)} ${one.unit}`);
  if (numpy !== undefined) {
    const [ours, theirs] = [values[0]!, values.at(-1)!];
    cells.push((one.unit === "GFlop/s" ? ours / theirs : theirs / ours).toFixed(2));
  }
  console.log(`${one.name.padEnd(48)}${cells.map((cell) => cell.padStart(16)).join("")}`);
}

/** Processor time of one run: other processes hardly disturb it. */
function secondsOfOne(one: Case, engine: Engine): number {
  const start = process.cpuUsage();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < shortestSeconds) {
    one.run(engine);
    calls++;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1e6;
  }
  return elapsed / calls;
}
