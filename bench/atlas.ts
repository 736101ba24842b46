// How many fits of the published ATLAS 1Lbb likelihood a scan needs, with the native fits: between the published points, and of them;
// and what knowledge saves.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createScan, type ConfigInput, type CreateScanOptions, type Scan } from "../src/index.ts";
import { concludeVerdict, contourDistance } from "../src/level-set/index.ts";
import { earlierRunsOf } from "./atlas/earlier-runs.ts";
import { proxiesOf } from "./atlas/proxies.ts";
import { loadLikelihood, type Cls, type Likelihood } from "./atlas/published.ts";
import { constraints, continuousTruth, discreteTruth, level, range, type Published, type Truth } from "./atlas/truth.ts";

const tolerance = 0.01; // misclassified volume

/** What a scan may be told beforehand beside a proxy. */
const knowledge: Readonly<Record<string, ConfigInput["surrogate"]>> = {
  none: {},
  inputs: { inputs: ["m1", "m1 - m2"] },
  learned: { inputs: "learned" },
  mean: { mean: ["m1", "log(m1 - m2 - 100)"] },
  "mean+inputs": { mean: ["m1", "log(m1 - m2 - 100)"], inputs: ["m1", "m1 - m2"] },
  "mean+learned": { mean: ["m1", "log(m1 - m2 - 100)"], inputs: "learned" },
};

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      likelihood: { type: "string" }, // folder of BkgOnly.json and patchset.json
      reference: { type: "string" }, // folder of published-contours.json
      known: { type: "string" }, // file that keeps the CLs for the next run
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "62" },
      kernel: { type: "string", default: "auto" },
      mode: { type: "string", default: "continuous,discrete" },
      observables: { type: "string", default: "clsObserved;clsObserved,clsExpected" },
      knowledge: { type: "string", default: "none" }, // or inputs, learned, mean, mean+inputs, mean+learned, or a proxy: yields, coarse, reversed, shuffled, constant, or earlier evaluations: fits, counts, counts-unaware
    },
  });
  const { likelihood: folder, reference } = values;
  if (folder === undefined || reference === undefined) {
    throw new RangeError("expected --likelihood and --reference, the folders of the published likelihood and of its known contours");
  }
  const likelihood = loadLikelihood(folder, values.known);
  const proxies = proxiesOf(likelihood);
  const earlierRuns = earlierRunsOf(likelihood);
  const published = JSON.parse(readFileSync(join(reference, "published-contours.json"), "utf8")) as Published;
  for (const mode of values.mode.split(",")) {
    const truth = mode === "discrete" ? discreteTruth(likelihood, published) : continuousTruth(likelihood);
    for (const names of values.observables.split(";").map((list) => list.split(",") as (keyof Cls)[])) {
      for (const known of values.knowledge.split(",")) {
        const proxy = proxies[known];
        const surrogate = knowledge[known];
        const earlier = earlierRuns[known];
        const options: CreateScanOptions = { ...(proxy !== undefined && { proxy }), ...(earlier !== undefined && { earlier: [earlier] }) };
        if (surrogate === undefined && Object.keys(options).length === 0) {
          throw new RangeError(`expected ${Object.keys({ ...knowledge, ...proxies, ...earlierRuns }).join(", ")}, got ${known}`);
        }
        const milestones: Milestones[] = [];
        for (let seed = 1; seed <= Number(values.seeds); seed++) {
          const scanTo = (misclassifiedVolume: number): Scan =>
            createScan(
              {
                seed,
                parameters: Object.entries(range).map(([name, [lower, upper]]) => ({ name, lower, upper })),
                constraints,
                ...(mode === "discrete" && { points: truth.points.map(([m1, m2]) => ({ m1, m2 })) }),
                observables: names.map((name) => ({ name, threshold: level, side: "below", transform: "probit" })),
                surrogate: { kernel: values.kernel as "auto", ...surrogate },
                budget: { evaluations: Number(values.evaluations) },
                convergence: { misclassifiedVolume },
              },
              options,
            );
          const designSize = earlier !== undefined ? 1 : proxy === undefined ? 6 : 4;
          const all = follow(scanTo(1e-9), likelihood, truth, names, designSize); // goes on when it would have been certified
          const { certified, errorAtCertificate } = follow(scanTo(tolerance), likelihood, truth, names, designSize);
          milestones.push({ ...all, certified, errorAtCertificate });
        }
        report(`${mode}, ${names.join(" and ")}, ${known}`, milestones);
      }
    }
  }
}

/** First numbers of evaluations at which something holds; Infinity where it never does. */
interface Milestones {
  readonly onePercent: number;
  readonly fiveGev: number;
  readonly allRight: number;
  readonly certified: number;
  readonly distanceAt45: number;
  readonly errorAtCertificate: number;
}

function follow(scan: Scan, likelihood: Likelihood, truth: Truth, names: readonly (keyof Cls)[], designSize: number): Milestones {
  let milestones: Milestones = {
    onePercent: Infinity, fiveGev: Infinity, allRight: Infinity, certified: Infinity, distanceAt45: NaN, errorAtCertificate: NaN,
  };
  const imported = scan.state.observedOrder.length;
  const told = new Set<string>(); // of a listed point that was evaluated the answer is known
  const first = (n: number, before: number, holds: boolean): number => (holds && n < before ? n : before);
  for (;;) {
    const [proposal] = scan.ask();
    if (proposal === undefined) return milestones;
    const { m1, m2 } = proposal.parameters;
    scan.tell(proposal.id, { observables: { ...likelihood.cls(m1!, m2!) } });
    told.add(`${m1} ${m2}`);
    const n = scan.state.observedOrder.length - imported;
    if (n < designSize) continue;
    scan.assess();
    const { verdict } = concludeVerdict(scan.state.assessments.map(({ assessment }) => assessment), { misclassifiedVolume: tolerance }, 2);
    const predicted = scan.estimate(truth.points.map(([x, y]) => ({ m1: x, m2: y })));
    const wrong = names.map((name) => {
      const { median } = predicted[name]!;
      const isWrong = (value: Cls, i: number): boolean => !told.has(truth.points[i]!.join(" ")) && value[name] <= level !== median[i]! <= level;
      return truth.values.filter(isWrong).length / truth.values.length;
    });
    const distance = distanceOr(() => contourDistance(truth.contour([...predicted["clsObserved"]!.median]), truth.reference));
    const isCertified = verdict === "model-certified" && milestones.certified === Infinity;
    milestones = {
      onePercent: first(n, milestones.onePercent, Math.max(...wrong) <= 0.01),
      fiveGev: first(n, milestones.fiveGev, distance <= 5),
      allRight: first(n, milestones.allRight, Math.max(...wrong) === 0),
      certified: isCertified ? n : milestones.certified,
      distanceAt45: n <= 45 ? distance : milestones.distanceAt45,
      errorAtCertificate: isCertified ? Math.max(...wrong) : milestones.errorAtCertificate,
    };
  }
}

/** Infinity where there is no contour yet. */
function distanceOr(distance: () => number): number {
  try {
    return distance();
  } catch {
    return Infinity;
  }
}

const formatted = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "–");

/** Medians and quartiles; a dash: not within the limit. */
function report(label: string, milestones: readonly Milestones[]): void {
  const median = (key: keyof Milestones): string => {
    const sorted = milestones.map((one) => one[key]).filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
    const at = (share: number): string => formatted(sorted[Math.ceil(share * sorted.length) - 1]!);
    return sorted.length === 0 ? "–" : `${at(0.5)} [${at(0.25)}, ${at(0.75)}]`;
  };
  console.log(
    `${label}: 1 % at ${median("onePercent")}, 5 GeV at ${median("fiveGev")}, all right at ${median("allRight")}, ` +
      `${median("distanceAt45")} GeV at 45 or the stop, certified at ${median("certified")} with ${median("errorAtCertificate")} wrong`,
  );
}
