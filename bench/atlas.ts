// How many fits of the published ATLAS 1Lbb likelihood a scan needs, with the native fits: between the published points, and of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createScan, type Scan } from "../src/index.ts";
import { concludeVerdict, contourDistance, contourLines, type Line, type PlanePoint as Point } from "../src/level-set/index.ts";
import {
  compileModel, createSignalMorph, hypotest, parsePatchset, withSignal, type SignalMorph,
} from "../src/likelihood/index.ts";

const range = { m1: [150, 1000], m2: [0, 400] } as const;
/** The hull of the published points: beyond it the decay is not possible. */
const constraints = ["m2 <= (m1 - 150) * 35 / 15", "m2 <= m1 - 130", "m2 <= 60 + (m1 - 190) * 340 / 345"];
const nodes = 40; // a side of the grid on which the continuous model is known
const level = 0.05;
const tolerance = 0.01; // misclassified volume

interface Cls {
  readonly clsObserved: number;
  readonly clsExpected: number;
}

type Model = (m1: number, m2: number) => Cls;

interface Truth {
  readonly points: readonly Point[];
  readonly values: readonly Cls[];
  /** The contour of the observed CLs, where the predicted or true values at the points are given. */
  contour(observed: readonly number[]): readonly Line[];
  readonly reference: readonly Line[];
}

interface Published {
  readonly contours: { readonly obs: readonly Line[] };
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      likelihood: { type: "string" }, // folder of BkgOnly.json and patchset.json
      reference: { type: "string" }, // folder of published-contours.json
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "62" },
      kernel: { type: "string", default: "auto" },
      mode: { type: "string", default: "continuous,discrete" },
    },
  });
  const { likelihood, reference } = values;
  if (likelihood === undefined || reference === undefined) {
    throw new RangeError("expected --likelihood and --reference, the folders of the published likelihood and of its known contours");
  }
  const [morph, model] = loadModel(likelihood);
  const published = JSON.parse(readFileSync(join(reference, "published-contours.json"), "utf8")) as Published;
  for (const mode of values.mode.split(",")) {
    const truth = mode === "discrete" ? discreteTruth(morph, model, published) : continuousTruth(model);
    for (const names of [["clsObserved"], ["clsObserved", "clsExpected"]] as const) {
      const milestones: Milestones[] = [];
      for (let seed = 1; seed <= Number(values.seeds); seed++) {
        const scan = createScan({
          seed,
          parameters: Object.entries(range).map(([name, [lower, upper]]) => ({ name, lower, upper })),
          constraints,
          ...(mode === "discrete" && { points: truth.points.map(([m1, m2]) => ({ m1, m2 })) }),
          observables: names.map((name) => ({ name, threshold: level, side: "below", transform: "probit" })),
          surrogate: { kernel: values.kernel as "auto" },
          budget: { evaluations: Number(values.evaluations) },
          convergence: { misclassifiedVolume: 1e-9 }, // goes on after the certificate, whose moment is noted
        });
        milestones.push(follow(scan, model, truth, names));
      }
      report(`${mode}, ${names.join(" and ")}`, milestones);
    }
  }
}

function loadModel(folder: string): [SignalMorph, Model] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const morph = createSignalMorph(read("BkgOnly.json"), parsePatchset(read("patchset.json")));
  const template = compileModel(morph.workspace, { signal: morph.signal });
  const known = new Map<string, Cls>();
  const model: Model = (m1, m2) => {
    const key = `${m1} ${m2}`;
    const signal = morph.at(m1, m2);
    if (signal === undefined) throw new RangeError(`expected a point inside the hull, got ${key}`);
    if (!known.has(key)) {
      const { clsObserved, clsExpected } = hypotest(withSignal(template, signal));
      known.set(key, { clsObserved, clsExpected: clsExpected[2]! });
    }
    return known.get(key)!;
  };
  return [morph, model];
}

/** The model on a regular grid; between its nodes it is linear in ln CLs. */
function continuousTruth(model: Model): Truth {
  const at = (i: number, [lower, upper]: readonly [number, number]): number => lower + ((upper - lower) * i) / (nodes - 1);
  const all = Array.from({ length: nodes * nodes }, (_, k): Point => [at(k % nodes, range.m1), at(Math.floor(k / nodes), range.m2)]);
  const rows = all.flatMap((point, k) => (isAdmissible(point) ? [k] : []));
  const points = rows.map((k) => all[k]!);
  const values = points.map(([m1, m2]) => model(m1, m2));
  const contour = (observed: readonly number[]): Line[] => {
    const field = new Float64Array(nodes * nodes).fill(1); // the forbidden side is cut away, its height does not matter
    rows.forEach((k, row) => (field[k] = -Math.log(observed[row]!)));
    const scale = ([x, y]: readonly [number, number]): Point => [
      range.m1[0] + x * (range.m1[1] - range.m1[0]),
      range.m2[0] + y * (range.m2[1] - range.m2[0]),
    ];
    const clear = (point: readonly [number, number]): boolean => isAdmissible([scale(point)[0] - 22, scale(point)[1] + 11]);
    return contourLines({ columns: nodes, rows: nodes, values: field }, -Math.log(level), clear).map((line) => line.map(scale));
  };
  return { points, values, contour, reference: contour(values.map(({ clsObserved }) => clsObserved)) };
}

/** The published points, and contours that are linear in ln CLs on the triangles between them. */
function discreteTruth(morph: SignalMorph, model: Model, published: Published): Truth {
  const { points: flat, triangles } = morph.triangulation;
  const points = Array.from({ length: flat.length / 2 }, (_, i): Point => [flat[2 * i]!, flat[2 * i + 1]!]);
  const values = points.map(([m1, m2]) => model(m1, m2));
  const contour = (observed: readonly number[]): Line[] => {
    const lines: Line[] = [];
    for (let t = 0; t < triangles.length; t += 3) {
      const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
      const ends = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 3]!;
        const [u, v] = [a, b].map((vertex) => Math.log(observed[vertex]! / level));
        if (u! > 0 === v! > 0) return [];
        const share = u! / (u! - v!);
        const [p, q] = [points[a]!, points[b]!];
        return [[p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])] as const];
      });
      if (ends.length === 2) lines.push(ends);
    }
    return lines;
  };
  return { points, values, contour, reference: published.contours.obs };
}

/** The same as the constraints. */
function isAdmissible([m1, m2]: Point): boolean {
  return m1 >= 150 && m1 <= 1000 && m2 >= 0 && m2 <= 400 && m2 <= ((m1 - 150) * 35) / 15 && m2 <= m1 - 130 && m2 <= 60 + ((m1 - 190) * 340) / 345;
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

function follow(scan: Scan, model: Model, truth: Truth, names: readonly (keyof Cls)[]): Milestones {
  let milestones: Milestones = {
    onePercent: Infinity, fiveGev: Infinity, allRight: Infinity, certified: Infinity, distanceAt45: NaN, errorAtCertificate: NaN,
  };
  const first = (n: number, before: number, holds: boolean): number => (holds && n < before ? n : before);
  for (;;) {
    const [proposal] = scan.ask();
    if (proposal === undefined) return milestones;
    const { m1, m2 } = proposal.parameters;
    scan.tell(proposal.id, { observables: { ...model(m1!, m2!) } });
    const n = scan.state.observedOrder.length;
    if (n < 6) continue;
    scan.assess();
    const { verdict } = concludeVerdict(scan.state.assessments.map(({ assessment }) => assessment), { misclassifiedVolume: tolerance }, 2);
    const predicted = scan.estimate(truth.points.map(([x, y]) => ({ m1: x, m2: y })));
    const wrong = names.map((name) => {
      const { median } = predicted[name]!;
      return truth.values.filter((value, i) => value[name] <= level !== median[i]! <= level).length / truth.values.length;
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

function report(label: string, milestones: readonly Milestones[]): void {
  const median = (key: keyof Milestones): string => {
    const sorted = milestones.map((one) => one[key]).filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
    return sorted.length === 0 ? "–" : Number(sorted[sorted.length >> 1]!.toPrecision(3)).toString();
  };
  console.log(
    `${label}: 1 % at ${median("onePercent")}, 5 GeV at ${median("fiveGev")}, all right at ${median("allRight")}, ` +
      `${median("distanceAt45")} GeV at 45 or the stop, certified at ${median("certified")} with ${median("errorAtCertificate")} wrong`,
  );
}
