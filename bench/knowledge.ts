// What each kind of prior knowledge saves on examples/two-masses: the configs and files that docs/prior-knowledge.md shows.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createScan, type ConfigInput, type CreateScanOptions } from "../src/index.ts";
import { concludeVerdict } from "../src/level-set/index.ts";
import { twoMasses } from "./functions/two-masses.ts";
import { parametersAt } from "./functions/test-function.ts";

const example = new URL("../examples/two-masses/", import.meta.url);
const tolerance = 0.01; // misclassified volume
const fewestToEstimate = 3;

type Surrogate = NonNullable<ConfigInput["surrogate"]>;
type Function = NonNullable<CreateScanOptions["proxy"]>;

/** What a scan is told beforehand. */
interface Known extends Pick<CreateScanOptions, "proxy" | "earlier"> {
  readonly surrogate?: Surrogate;
}

const shape = surrogateOf("config-shape.json");
const { default: approximate } = (await import(new URL("proxy.mjs", example).href)) as { readonly default: Function };
const { default: simulateEvents } = (await import(new URL("events.mjs", example).href)) as {
  readonly default: (point: Readonly<Record<string, number>>, context: { readonly seed: number; readonly requestedEvents: number }) => unknown;
};
const older = { name: "older-calibration.csv", evaluations: rowsOf("older-calibration.csv") };
const right = { name: "last-year.csv", evaluations: older.evaluations.map((row) => ({ ...row, ...twoMasses.evaluate(row) })) };

const knowledge: Readonly<Record<string, Known>> = {
  nothing: {},
  mean: { surrogate: { mean: shape.mean! } },
  inputs: { surrogate: { inputs: shape.inputs! } },
  learned: { surrogate: { inputs: "learned" } },
  "mean and inputs": { surrogate: shape },
  "mean and learned": { surrogate: { mean: shape.mean!, inputs: "learned" } },
  proxy: { proxy: approximate },
  "reversed proxy": { proxy: reversed(approximate) },
  "constant proxy": { proxy: () => ({ observables: { clsObserved: 0.3, clsExpected: 0.3 } }) },
  "earlier evaluations": { earlier: [right] },
  "earlier, off by 0.5 probits, offset learned": { earlier: [{ ...older, offsets: true }] },
  "earlier, off by 0.5 probits, taken as they are": { earlier: [older] },
};

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "60" }, // at most, those that were made before not counted
      knowledge: { type: "string", default: Object.keys(knowledge).join(";") },
      events: { type: "string", default: "1000-100000,10000,30000,100000" }, // at a point, as many as the scan asks for or always the same
    },
  });
  for (const range of values.events.split(",").filter((text) => text !== "")) {
    const [least, most = least] = range.split("-").map(Number);
    const runs = Array.from({ length: Number(values.seeds) }, (_, i) => eventsToCertificate([least!, most!], i + 1));
    const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1]!;
    const [events, wrong] = [median(runs.map((one) => one.events)), median(runs.map(({ error }) => error))];
    console.log(`${range} events a point: certified after ${events} events with ${Number(wrong.toPrecision(2))} wrong`);
  }
  for (const name of values.knowledge.split(";").filter((text) => text !== "")) {
    const known = knowledge[name];
    if (known === undefined) throw new RangeError(`expected ${Object.keys(knowledge).join("; ")}, got ${name}`);
    const runs = Array.from({ length: Number(values.seeds) }, (_, i): Milestones => {
      const scanTo = (misclassifiedVolume: number): Milestones => follow(known, i + 1, Number(values.evaluations), misclassifiedVolume);
      const { certified, errorAtCertificate } = scanTo(tolerance);
      return { ...scanTo(1e-9), certified, errorAtCertificate }; // goes on when it would have been certified
    });
    const median = (key: keyof Milestones): string => {
      const value = runs.map((one) => one[key]).sort((a, b) => a - b)[runs.length >> 1]!;
      return Number.isFinite(value) ? String(Number(value.toPrecision(2))) : "–";
    };
    const missed = runs.filter(({ errorAtCertificate }) => errorAtCertificate > tolerance && errorAtCertificate < Infinity).length;
    console.log(
      `${name}: 2 % at ${median("twoPercent")}, 1 % at ${median("onePercent")}, certified at ${median("certified")} ` +
        `with ${median("errorAtCertificate")} wrong, over the tolerance in ${missed} of ${runs.length}`,
    );
  }
}

/** A scan with simulated events until it is certified, or 100 points are evaluated. */
function eventsToCertificate(eventsPerPoint: [number, number], seed: number): { readonly events: number; readonly error: number } {
  const { parameters, constraints, observables } = twoMasses;
  const scan = createScan({
    seed,
    parameters: [...parameters],
    constraints: [...constraints],
    observables: [observables[0]!],
    budget: { evaluations: 100, cost: { events: 1e8, eventsPerPoint } },
    convergence: { misclassifiedVolume: tolerance },
  });
  let events = 0;
  for (let attempt = 1; ; attempt++) {
    const [proposal] = scan.ask();
    if (proposal === undefined) return { events, error: errorOf(scan) };
    const { id, parameters: point, requestedEvents } = proposal;
    events += requestedEvents!;
    scan.tell(id, simulateEvents(point, { seed: 1000 * seed + attempt, requestedEvents: requestedEvents! }));
  }
}

/** First numbers of the scan's own evaluations at which something holds; Infinity where it never does. */
interface Milestones {
  readonly twoPercent: number;
  readonly onePercent: number;
  readonly certified: number;
  readonly errorAtCertificate: number;
}

function follow({ surrogate = {}, ...given }: Known, seed: number, most: number, misclassifiedVolume: number): Milestones {
  const { parameters, constraints, observables } = twoMasses;
  const scan = createScan(
    {
      seed,
      parameters: [...parameters],
      constraints: [...constraints],
      observables: [observables[0]!],
      surrogate,
      budget: { evaluations: most },
      convergence: { misclassifiedVolume },
    },
    given,
  );
  const imported = scan.state.evaluations.length;
  let milestones: Milestones = { twoPercent: Infinity, onePercent: Infinity, certified: Infinity, errorAtCertificate: Infinity };
  for (;;) {
    const n = scan.state.observedOrder.length - imported;
    if (imported > 0 || n >= fewestToEstimate) {
      const error = errorOf(scan);
      const { assessments } = scan.state;
      const { verdict } = concludeVerdict(assessments.map(({ assessment }) => assessment), { misclassifiedVolume: tolerance }, 2);
      milestones = {
        twoPercent: error <= 2 * tolerance ? Math.min(n, milestones.twoPercent) : milestones.twoPercent,
        onePercent: error <= tolerance ? Math.min(n, milestones.onePercent) : milestones.onePercent,
        ...(verdict === "model-certified" && milestones.certified === Infinity
          ? { certified: n, errorAtCertificate: error }
          : { certified: milestones.certified, errorAtCertificate: milestones.errorAtCertificate }),
      };
    }
    const [proposal] = scan.ask();
    if (proposal === undefined) return milestones;
    scan.tell(proposal.id, { observables: twoMasses.evaluate(proposal.parameters) });
  }
}

/** Share of the admissible volume on the wrong side of the observed contour; 1 where there is none yet. */
function errorOf(scan: ReturnType<typeof createScan>): number {
  scan.assess();
  if (scan.state.fitted === undefined) return 1;
  return twoMasses.misclassifiedVolume((grid) => {
    const points = Array.from({ length: grid.n }, (_, i) => parametersAt(twoMasses.parameters, grid, i));
    const { name, threshold } = twoMasses.observables[0]!;
    return Uint8Array.from(scan.estimate(points)[name]!.median, (value) => Number(value <= threshold));
  });
}

function surrogateOf(file: string): Surrogate {
  return (JSON.parse(readFileSync(new URL(file, example), "utf8")) as ConfigInput).surrogate!;
}

function rowsOf(file: string): Record<string, number>[] {
  const [header, ...lines] = readFileSync(new URL(file, example), "utf8").trim().split("\n").map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header!.map((name, k) => [name, Number(cells[k])])));
}

function reversed(proxy: Function): Function {
  return (parameters) => {
    const { observables } = proxy(parameters) as { readonly observables: Readonly<Record<string, number>> };
    return { observables: Object.fromEntries(Object.entries(observables).map(([name, value]) => [name, 1 - value])) };
  };
}
