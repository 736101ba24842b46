import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { histfactoryAdapter } from "../../adapters/histfactory/index.ts";
import type { Evaluator } from "../../src/evaluation/index.ts";
import { compileModel, createSignalMorph, hypotest, parsePatchset, upperLimits } from "../../src/likelihood/index.ts";
import type { EvaluatorLaw } from "../../src/testing/evaluator-laws.ts";
import { background, patchset, points } from "../likelihood/signal-workspace.ts";
import { checkLaws } from "./check-laws.ts";
import { golden, published } from "./published-likelihood.ts";
import { context, hurriedClock, request } from "./scratch.ts";
import { threadsAlive } from "./threads.ts";

const band = ["clsExpectedMinus2", "clsExpectedMinus1", "clsExpected", "clsExpectedPlus1", "clsExpectedPlus2"];

interface Wanted {
  readonly options?: object;
  readonly parameterNames?: readonly string[];
  readonly observableNames?: readonly string[];
}

function build(folder: string, { options = {}, parameterNames = ["m1", "m2"], observableNames = ["clsObserved"] }: Wanted = {}): Promise<Evaluator> {
  const given = histfactoryAdapter.options.parse({ workspace: "workspace.json", patchset: "patchset.json", ...options });
  return histfactoryAdapter.build(given, {
    configDirectory: folder, runDirectory: folder, parameterNames, observableNames, workers: 1, clock: hurriedClock,
  });
}

interface Reply {
  readonly observables?: Readonly<Record<string, number>>;
  readonly infeasible?: string;
  readonly failed?: string;
  readonly retryable?: boolean;
}

/** Replies at points, in order, by one evaluator. */
async function replies(folder: string, wanted: Wanted, ...at: readonly Record<string, number>[]): Promise<Reply[]> {
  const evaluator = await build(folder, wanted);
  try {
    const found: Reply[] = [];
    for (const parameters of at) found.push((await evaluator.evaluate(request(parameters), context())) as Reply);
    return found;
  } finally {
    await evaluator.close();
  }
}

describe("a published signal", () => {
  test("has pyhf's CLs, with Minus2 the first of CLs_exp", async () => {
    const { workspace, patchset: signal, fits } = golden();
    const { CLs_obs, CLs_exp } = fits.hypotest["qtilde,mu=1"]!;
    const [reply] = await replies(published(workspace, signal), { observableNames: ["clsObserved", ...band] }, { m1: 1, m2: 2 });
    expect(reply!.observables!["clsObserved"]).toBeCloseTo(CLs_obs, 5);
    band.forEach((name, index) => expect(reply!.observables![name]).toBeCloseTo(CLs_exp[index]!, 5));
  });

  test("is tested at the mu and with the statistic asked for", async () => {
    const { workspace, patchset: signal, fits } = golden();
    const folder = published(workspace, signal);
    const [half] = await replies(folder, { options: { mu: 0.5 } }, { m1: 1, m2: 2 });
    expect(half!.observables!["clsObserved"]).toBeCloseTo(fits.hypotest["qtilde,mu=0.5"]!.CLs_obs, 5);
    const [discovery] = await replies(folder, { options: { testStatistic: "q0" }, observableNames: ["p0Observed", "p0Expected"] }, { m1: 1, m2: 2 });
    expect(discovery!.observables!["p0Observed"]).toBeCloseTo(fits.hypotest["q0"]!.p0, 5);
    expect(discovery!.observables!["p0Expected"]).toBeCloseTo(fits.hypotest["q0"]!.p0_exp[2]!, 5);
  });

  test("has upper limits when a scan asks for them, and only then", async () => {
    const folder = published();
    const { observed, expected } = upperLimits(compileModel(background, { patches: [points[1].patch] }));
    const [limits] = await replies(folder, { observableNames: ["upperLimitObserved", "upperLimitExpectedPlus1"] }, { m1: 200, m2: 0 });
    expect(limits!.observables).toMatchObject({ upperLimitObserved: observed, upperLimitExpectedMinus2: expected[0], upperLimitExpectedPlus1: expected[3] });
    const [cls] = await replies(folder, {}, { m1: 200, m2: 0 });
    expect(Object.keys(cls!.observables!)).toEqual(["clsObserved", ...band]);
  });

  test("is found by the parameters named, in the order of the labels, to within rounding", async () => {
    const wanted = { options: { parameters: ["y", "x"] }, parameterNames: ["x", "other", "y"] };
    const [reply, rounded] = await replies(published(), wanted, { x: 0, other: 7, y: 200 }, { x: 0, other: 7, y: 200 * (1 + 1e-12) });
    expect(reply!.observables!["clsObserved"]).toBe(hypotest(compileModel(background, { patches: [points[1].patch] })).clsObserved);
    expect(rounded).toEqual(reply);
  });

  test("has the same numbers whatever ran before", async () => {
    const folder = published();
    const [, , after] = await replies(folder, {}, { m1: 100, m2: 0 }, { m1: 100, m2: 100 }, { m1: 200, m2: 100 });
    const [alone] = await replies(folder, {}, { m1: 200, m2: 100 });
    expect(after).toEqual(alone);
  });

  test("that does not exist is a failure for good that names the nearest", async () => {
    const [reply] = await replies(published(), {}, { m1: 190, m2: 10 });
    expect(reply).toEqual({
      failed: expect.stringMatching(/^expected one of the 4 published points, got m1 = 190, m2 = 10; the nearest is point 1 at m1 = 200, m2 = 0: /),
      retryable: false,
    });
  });
});

describe("between published signals", () => {
  const morph = { morph: true };

  test("the signal is the morph's, at published points the published one", async () => {
    const [between, at] = await replies(published(), { options: morph }, { m1: 150, m2: 30 }, { m1: 100, m2: 0 });
    const first = hypotest(compileModel(background, { patches: [points[0].patch] })).clsObserved;
    expect(at!.observables!["clsObserved"]! / first).toBeCloseTo(1, 8);
    const last = hypotest(compileModel(background, { patches: [points[3].patch] })).clsObserved;
    expect(between!.observables!["clsObserved"]).toBeGreaterThan(first);
    expect(between!.observables!["clsObserved"]).toBeLessThan(last);
  });

  test("the numbers are the same whatever ran before", async () => {
    const folder = published();
    const [, after] = await replies(folder, { options: morph }, { m1: 110, m2: 80 }, { m1: 150, m2: 30 });
    const [alone] = await replies(folder, { options: morph }, { m1: 150, m2: 30 });
    expect(after).toEqual(alone);
  });

  test("a point outside the hull is infeasible", async () => {
    const [reply] = await replies(published(), { options: morph }, { m1: 150, m2: 101 });
    expect(reply).toEqual({ infeasible: "m1 = 150, m2 = 101 is outside the hull of the published signals" });
  });

  test("a morph file takes the place of the patchset", async () => {
    const folder = published();
    const document: unknown = JSON.parse(JSON.stringify(patchset));
    const { triangles } = createSignalMorph(background, parsePatchset(document)).triangulation;
    const rows = [[...triangles.subarray(0, 3)], [...triangles.subarray(3)]];
    writeFileSync(join(folder, "morph.json"), JSON.stringify({ format: "excursion-morph", version: 1, patchset: document, triangles: rows }));
    const fromFile = await replies(folder, { options: { patchset: undefined, morph: "morph.json" } }, { m1: 150, m2: 30 });
    expect(fromFile).toEqual(await replies(folder, { options: morph }, { m1: 150, m2: 30 }));
  });
});

describe("a signal module", () => {
  const parameterNames = ["mass", "coupling"];
  const withModule = (text: string): [string, Wanted] => {
    const folder = published();
    writeFileSync(join(folder, "yields.mjs"), text);
    return [folder, { options: { patchset: undefined, signal: "yields.mjs" }, parameterNames }];
  };

  test("gives the yields by channel, with or without uncertainties", async () => {
    const [folder, wanted] = withModule(
      `export default ({ mass, coupling }) => ({ signal: {
        SR: [coupling * mass / 10, 8],
        CR: { data: [2], modifiers: [{ name: "theory", type: "normsys", data: { lo: 0.9, hi: 1.1 } }] },
      } });`,
    );
    const [reply] = await replies(folder, wanted, { mass: 60, coupling: 2 });
    const mu = { name: "mu", type: "normfactor", data: null };
    const theory = { name: "theory", type: "normsys", data: { lo: 0.9, hi: 1.1 } };
    const patch = [
      { op: "add", path: "/channels/0/samples/-", value: { name: "signal", data: [12, 8], modifiers: [mu] } },
      { op: "add", path: "/channels/1/samples/-", value: { name: "signal", data: [2], modifiers: [mu, theory] } },
    ];
    expect(reply!.observables!["clsObserved"]).toBe(hypotest(compileModel(background, { patches: [patch] })).clsObserved);
  });

  test("may find a point infeasible, and its mistakes are failures that say what is wrong", async () => {
    const [folder, wanted] = withModule(
      `export default ({ mass }) => {
        if (mass === 1) return { infeasible: "no vacuum" };
        if (mass === 2) throw new Error("no spectrum");
        if (mass === 3) return { SR: [1, 2] };
        if (mass === 4) return { signal: { XR: [1, 2] } };
        return { signal: { SR: [1, 2, 3] } };
      };`,
    );
    const at = (mass: number) => ({ mass, coupling: 1 });
    const evaluator = await build(folder, wanted);
    try {
      const reply = (mass: number) => evaluator.evaluate(request(at(mass)), context());
      expect(await reply(1)).toEqual({ infeasible: "no vacuum" });
      await expect(reply(2)).rejects.toThrow(/^no spectrum|Error: no spectrum/);
      expect(await reply(3)).toMatchObject({ failed: expect.stringMatching(/expected the signal module to return/), retryable: false });
      expect(await reply(4)).toMatchObject({ failed: expect.stringMatching(/channels of the workspace \(SR, CR\), got one in XR/) });
      expect(await reply(5)).toMatchObject({ failed: expect.stringMatching(/expected 2/) });
    } finally {
      await evaluator.close();
    }
  });

  test("takes the place of published signals", async () => {
    const [folder, wanted] = withModule("export default () => ({});");
    await expect(build(folder, { ...wanted, options: { signal: "yields.mjs" } })).rejects.toThrow(/^evaluator\.signal: .*got both/);
    await expect(build(folder, { ...wanted, options: { patchset: undefined, signal: "none.mjs" } })).rejects.toThrow(/^evaluator\.signal: .*there is no file/);
  });
});

describe("before anything is evaluated it is told that", () => {
  const other = { ...background, observations: [{ name: "SR", data: [55, 22] }, { name: "CR", data: [195] }] };
  const twice = { ...patchset, patches: [...patchset.patches, { ...patchset.patches[0], metadata: { name: "again", values: [100, 0] } }] };
  test.each<[string, string, Wanted, RegExp]>([
    ["an observable is none of its own", published(), { observableNames: ["clsExpectd"] }, /^observables: .*did you mean `clsExpected`/],
    ["p0 needs q0", published(), { observableNames: ["p0Observed"] }, /^observables: .*with test statistic qtilde .*got p0Observed/],
    ["mu has no use", published(), { options: { mu: 2 }, observableNames: ["upperLimitObserved"] }, /^evaluator\.mu: /],
    ["parameters and labels differ in number", published(), { parameterNames: ["m1"] }, /^evaluator\.parameters: expected one .*\(m1, m2\), got 1/],
    ["a parameter is unknown", published(), { options: { parameters: ["m1", "m3"] } }, /^evaluator\.parameters: .*got m3/],
    ["there is no workspace", published(), { options: { workspace: "none.json" } }, /^evaluator\.workspace: .*there is no file/],
    ["there is no patchset", published(), { options: { patchset: undefined } }, /^evaluator\.patchset: expected a file/],
    ["a file is no patchset", published(), { options: { patchset: "workspace.json" } }, /^evaluator\.patchset: workspace\.json#\/metadata: /],
    ["a file is no morph", published(), { options: { patchset: undefined, morph: "workspace.json" } }, /^evaluator\.morph: .*excursion morph/],
    ["two patches are at one point", published(background, twice), {}, /^evaluator\.patchset: .*point 0 and again at m1 = 100, m2 = 0/],
    ["there is no such measurement", published(), { options: { measurement: "n" } }, /^evaluator\.workspace: .*measurement among m, got "n"/],
    ["the poi is no parameter", published(), { options: { poi: "nu" } }, /^evaluator\.workspace: .*"nu"/],
  ])("%s", async (_what, folder, wanted, message) => {
    await expect(build(folder, wanted)).rejects.toThrow(message);
  });

  test("the patchset is for another workspace", async () => {
    const folder = published();
    writeFileSync(join(folder, "workspace.json"), JSON.stringify(other));
    await expect(build(folder)).rejects.toThrow(/^evaluator\.patchset: expected patchset\.json to be made for workspace\.json.*sha256/);
  });
});

test("a fit that is given up ends its thread, and the next one has the same numbers", async () => {
  const bins = 40;
  const counts = Array.from({ length: bins }, (_, bin) => 50 + bin);
  const shapes = Array.from({ length: 60 }, (_, index) => ({
    name: `shape${index}`, type: "histosys",
    data: { lo_data: counts.map((n, bin) => n - Math.sin(bin * index)), hi_data: counts.map((n, bin) => n + Math.cos(bin + index)) },
  }));
  const large = {
    ...background,
    channels: [{ name: "SR", samples: [{ name: "bkg", data: counts, modifiers: shapes }] }],
    observations: [{ name: "SR", data: counts.map((n, bin) => n + ((bin * 7) % 11) - 5) }],
  };
  const signal = { name: "s", data: counts.map((_, bin) => bin / 10), modifiers: [{ name: "mu", type: "normfactor", data: null }] };
  const patch = [{ op: "add", path: "/channels/0/samples/-", value: signal }];
  const folder = published(large, { ...patchset, patches: [{ metadata: { name: "s", values: [1, 1] }, patch }] });
  const evaluator = await build(folder, { observableNames: ["upperLimitObserved"] });
  try {
    const at = { m1: 1, m2: 1 };
    const first = await evaluator.evaluate(request(at), context());
    const abort = new AbortController();
    const givenUp = evaluator.evaluate(request(at), context(abort.signal));
    abort.abort();
    await expect(givenUp).rejects.toThrow("aborted");
    expect(await evaluator.evaluate(request(at), context())).toEqual(first);
  } finally {
    await evaluator.close();
  }
});

const noActs = "a likelihood plays no acts; the pool of threads it runs in is the module adapter's, which is under this law";
const exemptions: Readonly<Partial<Record<EvaluatorLaw, string>>> = {
  "id, attempt, seed and parameters reach the simulator unchanged": noActs,
  "infeasible and failed replies keep their reasons": noActs,
  "an error of the simulator is a failure for good that says why": noActs,
  "a crash is a failure worth a retry": noActs,
  "garbage is a failure worth a retry": noActs,
  "an answer without bounds costs one attempt": noActs,
  "a timeout ends the attempt and frees its place": noActs,
  "an abort ends the evaluation within the grace": noActs,
  "evaluations side by side do not mix": noActs,
  "close ends what is under way and leaves nothing running": noActs,
  "an answer given twice counts once": noActs,
  "an answer after the timeout is not counted": noActs,
  "the same evaluation asked for twice is answered twice alike": noActs,
  "an id or a parameter's name is only a name: nothing escapes the attempt's folder, nothing is injected": noActs,
  "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it",
};

describe("laws", () => {
  const folder = published();
  checkLaws({
    async create() {
      const before = new Set(threadsAlive());
      const evaluator = await build(folder, { parameterNames: ["act", "x"] });
      return { evaluator, remains: async () => threadsAlive().filter((thread) => !before.has(thread)) };
    },
    exemptions,
  });
});
