import { createScan } from "../../src/index.ts";
import type { ConfigInput, Scan } from "../../src/index.ts";
import { parametersAt, testFunctions } from "../functions/index.ts";
import type { TestFunction } from "../functions/index.ts";
import { gridErrors } from "./grid.ts";
import { packageErrors } from "./package.ts";

/** One run of one way to choose points on one function. */
export interface Task {
  readonly functionName: string;
  readonly method: string; // an acquisition function, sobol, grid or python
  readonly kernel: NonNullable<ConfigInput["surrogate"]>["kernel"];
  readonly batch: number; // points asked for at once, and told together
  readonly knowledge: object; // other keys of `surrogate`: mean, inputs
  readonly seed: number;
  readonly evaluations: number; // at most
  /** The run ends once the error is below this. */
  readonly target: number;
}

/** The true misclassified volume after n evaluations, for those n at which there is an estimate. */
export type ErrorTrace = readonly (readonly [n: number, error: number])[];

/** Ways that take no note of what they have seen, so that points come in no batches. */
export const isBaseline = (method: string): boolean => method === "sobol" || method === "grid" || method === "python";

export default async function errorTrace(task: Task): Promise<ErrorTrace> {
  const f = testFunctions.find(({ name }) => name === task.functionName);
  if (f === undefined) throw new RangeError(`expected a test function, got ${task.functionName}`);
  if (task.method === "grid") return gridErrors(f);
  if (task.method === "python") return packageErrors(f, task.seed, task.evaluations, task.target);
  return task.method === "sobol" ? sobolErrors(f, task) : scanErrors(f, task);
}

/** Points chosen batch after batch by the acquisition function, each batch with everything before it known. */
function scanErrors(f: TestFunction, task: Task): ErrorTrace {
  const scan = createScan({ ...configOf(f, task), acquisition: { name: task.method } });
  const trace: [number, number][] = [];
  const answer = blackBoxOf(f);
  for (let n = 0; n < task.evaluations; ) {
    const proposals = scan.ask(task.batch);
    if (proposals.length === 0) break; // certified: the error stays what it is
    for (const { id, parameters } of proposals) scan.tell(id, answer(parameters));
    n += proposals.length;
    if (n < fewestPoints(f)) continue;
    const error = medianError(f, scan);
    trace.push([n, error]);
    if (error < task.target) break;
  }
  return trace;
}

/** The same surrogate on the first n points of a scrambled Sobol sequence. */
function sobolErrors(f: TestFunction, task: Task): ErrorTrace {
  const trace: [number, number][] = [];
  for (let n = fewestPoints(f); n <= task.evaluations; n++) {
    const scan = createScan({ ...configOf(f, task), design: { points: n } });
    const answer = blackBoxOf(f);
    for (const { id, parameters } of scan.ask(n)) scan.tell(id, answer(parameters));
    const error = medianError(f, scan);
    trace.push([n, error]);
    if (error < task.target) break;
  }
  return trace;
}

function blackBoxOf(f: TestFunction): (parameters: Readonly<Record<string, number>>) => object {
  return f.blackBox?.() ?? ((parameters) => ({ observables: f.evaluate(parameters) }));
}

/** The size of the design that a scan starts with where its config does not say. */
const fewestPoints = (f: TestFunction): number => 2 * (f.parameters.length + 1);

function configOf(f: TestFunction, task: Task) {
  return {
    name: f.name,
    seed: task.seed,
    parameters: [...f.parameters],
    constraints: [...f.constraints],
    observables: [...f.observables],
    surrogate: { kernel: task.kernel, ...task.knowledge },
    convergence: { misclassifiedVolume: 1e-6 }, // the true error ends the run, not the scan's own opinion
    budget: { evaluations: task.evaluations },
  };
}

/** The error of the set where the posterior median is on the inner side of the threshold. */
function medianError(f: TestFunction, scan: Scan): number {
  const { name, threshold, side } = f.observables[0]!;
  return f.misclassifiedVolume((grid) => {
    const points = Array.from({ length: grid.n }, (_, i) => parametersAt(f.parameters, grid, i));
    const { median } = scan.estimate(points)[name]!;
    return Uint8Array.from(median, (value) => Number(side === "above" ? value >= threshold : value <= threshold));
  });
}

