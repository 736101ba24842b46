// npm run bench -- fit: seconds of one CLs (observed and five expected) on the ATLAS 1Lbb likelihood, 126 parameters.
// PYHF_PYTHON=<a python with pyhf> adds pyhf's seconds and CLs for the same point.
import { spawnSync } from "node:child_process";
import {
  applyPatch, compileModel, createSignalMorph, fit, hypotest, parsePatchset, selectPatch, withSignal, type Model,
} from "../src/likelihood/index.ts";
import { TwiceNll } from "../src/likelihood/twice-nll.ts";
import { atlasIsAbsent, readArchive } from "../test/likelihood/atlas.ts";

const point = [550, 200] as const;

/** Places between published points, over excluded and allowed signals. */
const places: readonly (readonly [number, number])[] = [
  [180, 10], [333, 77], [420, 190], [510, 120], [545, 310], [640, 40], [673, 246], [760, 82], [830, 330], [950, 210],
];

interface Row {
  readonly what: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

/** Wall and processor seconds of one call. */
function time<T>(act: () => T): { readonly result: T; readonly wallSeconds: number; readonly cpuSeconds: number } {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const result = act();
  const used = process.cpuUsage(cpu);
  return { result, wallSeconds: (performance.now() - wall) / 1000, cpuSeconds: (used.user + used.system) / 1e6 };
}

/** The mean over the items of the fastest of several calls each: other processes hardly disturb it. */
function fastest<T>(items: readonly T[], act: (item: T) => unknown, repeats: number): Omit<Row, "what"> {
  const runs = items.map((item) => Array.from({ length: repeats }, () => time(() => act(item))));
  const mean = (pick: (run: Omit<Row, "what">) => number) =>
    runs.reduce((sum, each) => sum + Math.min(...each.map(pick)), 0) / items.length;
  return { wallSeconds: mean(({ wallSeconds }) => wallSeconds), cpuSeconds: mean(({ cpuSeconds }) => cpuSeconds) };
}

export async function run(): Promise<void> {
  if (atlasIsAbsent !== undefined) {
    console.log(atlasIsAbsent);
    return;
  }
  const [workspaceText, patchsetText] = readArchive("BkgOnly.json", "patchset.json");
  const background: unknown = JSON.parse(workspaceText!);
  const patchset = parsePatchset(JSON.parse(patchsetText!));
  const { patch } = selectPatch(patchset, point);
  const compile = (): Model => compileModel(background, { patches: [patch] });

  const cold = time(() => hypotest(compile()));
  const model = compile();
  const rows: Row[] = [
    { what: "first call of the process: compile and test", ...cold },
    { what: "compile", ...fastest([0], compile, 10) },
    { what: "test, all starts", ...fastest([model], (each) => hypotest(each), 20) },
    ...signalOnly(background, patchset),
    gradientRow(model),
  ];
  for (const { what, wallSeconds, cpuSeconds } of rows) print(what, wallSeconds, cpuSeconds);
  const python = process.env["PYHF_PYTHON"];
  if (python === undefined) console.log("pyhf: not compared, PYHF_PYTHON is not set");
  else comparePyhf(python, applyPatch(background, patch), cold.result.clsObserved);
}

function signalOnly(background: unknown, patchset: ReturnType<typeof parsePatchset>): readonly Row[] {
  const morph = createSignalMorph(background, patchset);
  const template = compileModel(morph.workspace, { signal: morph.signal });
  const withoutSignal = fit(template, template.observed, { fixedPoi: 0 }).parameters;
  const replace = ([x, y]: readonly [number, number]): Model => withSignal(template, morph.at(x, y)!);
  return [
    { what: "morph and replace the signal", ...fastest(places, replace, 20) },
    { what: "morph, replace the signal and test, 10 places", ...fastest(places, (place) => hypotest(replace(place), { background: withoutSignal }), 8) },
  ];
}

function gradientRow(model: Model): Row {
  const twiceNll = new TwiceNll(model, model.observed);
  const calls = 1000;
  const { wallSeconds, cpuSeconds } = fastest([0], () => {
    for (let call = 0; call < calls; call++) twiceNll.evaluate(model.parameters.inits);
  }, 20);
  return { what: "one value and gradient", wallSeconds: wallSeconds / calls, cpuSeconds: cpuSeconds / calls };
}

function print(what: string, wallSeconds: number, cpuSeconds: number): void {
  console.log(`${what.padEnd(48)} ${(1000 * wallSeconds).toFixed(3).padStart(10)} ms wall ${(1000 * cpuSeconds).toFixed(3).padStart(10)} ms cpu`);
}

const script = `
import json, sys, time, pyhf
workspace = pyhf.Workspace(json.load(sys.stdin))
model = workspace.model()
data = workspace.data(model)
wall, cpu = time.perf_counter(), time.process_time()
observed = pyhf.infer.hypotest(1.0, data, model, test_stat="qtilde", return_expected_set=True)[0]
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, float(observed)]))
`;

function comparePyhf(python: string, workspace: unknown, clsObserved: number): void {
  const child = spawnSync(python, ["-c", script], { input: JSON.stringify(workspace), encoding: "utf8", timeout: 600_000 });
  if (child.status !== 0) {
    console.log(`pyhf: expected ${python} to test the same point, got status ${child.status}\n${child.stderr}`);
    return;
  }
  const [wallSeconds, cpuSeconds, theirs] = JSON.parse(child.stdout) as [number, number, number];
  print("pyhf, numpy, one start", wallSeconds, cpuSeconds);
  console.log(`CLs here ${clsObserved}, with pyhf ${theirs}`);
}
