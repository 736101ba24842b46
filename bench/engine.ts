// npm run bench -- engine [part of a name]: the linear algebra of every engine, one thread, and of numpy where NUMPY_PYTHON names a Python that has it.
// Calls are whole, copies into and out of the kernels' memory included, but in the column "kept": there the result stays where surrogates go on with it.
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
  const columns = [...engines.map(({ name }) => name), "relaxed, kept", ...(numpy === undefined ? [] : ["numpy", "relaxed : numpy", "kept : numpy"])];
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
  const calls = [...engines.map((engine) => () => one.run(engine)), ...(one.runKept === undefined ? [] : [one.runKept])];
  const seconds = calls.map((): number[] => []);
  const secondsOfNumpy: number[] = [];
  for (const call of calls) secondsOfOne(call);
  for (let round = 0; round < rounds; round++) {
    for (const [index, call] of calls.entries()) seconds[index]!.push(secondsOfOne(call));
    if (numpy !== undefined) secondsOfNumpy.push((await numpy.ask({ case: one.name }))["seconds"] as number);
  }
  const inUnit = (times: readonly number[]): number => {
    const median = times.toSorted((a, b) => a - b)[rounds >> 1]!;
    return one.unit === "GFlop/s" ? (1e-9 * one.amount) / median : (1e9 * median) / one.amount;
  };
  const values = seconds.map(inUnit);
  const text = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(1)} ${one.unit}`);
  const cells = [...engines, "kept"].map((_, index) => text(values[index]));
  if (numpy !== undefined) {
    const theirs = inUnit(secondsOfNumpy);
    const ratio = (ours: number | undefined): string => (ours === undefined ? "" : (one.unit === "GFlop/s" ? ours / theirs : theirs / ours).toFixed(2));
    cells.push(text(theirs), ratio(values[0]), ratio(values[engines.length]));
  }
  console.log(`${one.name.padEnd(48)}${cells.map((cell) => cell.padStart(16)).join("")}`);
}

/** Processor time of one run: other processes hardly disturb it. */
function secondsOfOne(call: () => unknown): number {
  const start = process.cpuUsage();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < shortestSeconds) {
    call();
    calls++;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1e6;
  }
  return elapsed / calls;
}
