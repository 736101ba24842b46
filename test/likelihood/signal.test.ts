import { expect, test } from "vitest";
import {
  compileModel, createSignalMorph, expectedRates, fit, hypotest, LikelihoodError, parsePatchset, twiceNegativeLogLikelihood, withSignal,
  type Model, type SignalSample,
} from "../../src/likelihood/index.ts";
import { background, patchset, points } from "./signal-workspace.ts";

const morph = createSignalMorph(background, parsePatchset(patchset));
const template = compileModel(morph.workspace, { signal: morph.signal });

/** The parameters of another model by name, and its init where the names differ. */
function translate(from: Model, parameters: Float64Array, to: Model): Float64Array {
  return Float64Array.from(to.parameters.names, (name, index) => {
    const at = from.parameters.names.indexOf(name);
    return at < 0 ? to.parameters.inits[index]! : parameters[at]!;
  });
}

test("at a published point the morphed model is the published one", () => {
  for (const { values: [x, y], patch } of points) {
    const published = compileModel(background, { patches: [patch] });
    const morphed = withSignal(template, morph.at(x, y)!);
    const parameters = published.parameters.inits.map((init, index) => init + 0.3 * Math.sin(index + 1));
    const same = translate(published, parameters, morphed);
    const [rates, expected] = [expectedRates(morphed, same), expectedRates(published, parameters)];
    rates.forEach((rate, bin) => expect(rate / expected[bin]!).toBeCloseTo(1, 12));
    expect(hypotest(morphed).clsObserved / hypotest(published).clsObserved).toBeCloseTo(1, 8);
  }
});

test("between published points the total yield is log-linear and the shapes are mixed", () => {
  const middle = morph.at(150, 0)!;
  const total = Math.sqrt(54 * 25);
  const sr = middle.get("SR")!;
  expect(sr.data[0]).toBeCloseTo((total * (20 / 54 + 8 / 25)) / 2, 12);
  expect(middle.get("CR")!.data[0]).toBeCloseTo((total * (4 / 54 + 1 / 25)) / 2, 12);
  const xsec = sr.modifiers.find(({ name }) => name === "xsec")!;
  expect(xsec.data).toEqual({ lo: (0.9 + 0.85) / 2, hi: (1.1 + 1.2) / 2 });
  const left = morph.at(100, 50)!.get("SR")!; // xsec is missing at (100, 100): as if it were 1
  expect(left.modifiers.find(({ name }) => name === "xsec")!.data).toEqual({ lo: (0.9 + 1) / 2, hi: (1.1 + 1) / 2 });
});

test("there is no signal outside the hull", () => {
  expect(morph.at(99, 50)).toBeUndefined();
  expect(morph.at(150, 100.1)).toBeUndefined();
  expect(morph.at(150, 100)).toBeDefined();
});

test("replacing the signal leaves the model it came from alone, and the order of replacements does not matter", () => {
  const before = twiceNegativeLogLikelihood(template, template.parameters.inits);
  const direct = hypotest(withSignal(template, morph.at(180, 20)!));
  const detour = hypotest(withSignal(withSignal(template, morph.at(110, 90)!), morph.at(180, 20)!));
  expect(detour).toEqual(direct);
  expect(twiceNegativeLogLikelihood(template, template.parameters.inits)).toBe(before);
});

test("started next to the background fit of another signal, a test is the same", () => {
  const backgroundStart = fit(template, template.observed, { fixedPoi: 0 }).parameters;
  for (const [x, y] of [[100, 0], [180, 20], [110, 90], [150, 100]] as const) {
    const model = withSignal(template, morph.at(x, y)!);
    const [searched, started] = [hypotest(model), hypotest(model, { background: backgroundStart })];
    expect(started.fits.background.twiceNll).toBeCloseTo(searched.fits.background.twiceNll, 8);
    expect(started.clsObserved / searched.clsObserved).toBeCloseTo(1, 6);
    started.clsExpected.forEach((value, index) => expect(value / searched.clsExpected[index]!).toBeCloseTo(1, 6));
  }
});

test("a left-out channel or modifier counts as absent", () => {
  const onlySr = withSignal(template, new Map([["SR", { data: [3, 4], modifiers: [] }]]));
  const rates = expectedRates(onlySr, onlySr.parameters.inits);
  expect([...rates]).toEqual([200, 53, 24]);
  const shape = onlySr.parameters.names.indexOf("sig_shape[0]");
  expect(onlySr.parameters.fixed[shape]).toBe(1);
});

test("replacing refuses what the compiled signal has no place for", () => {
  const sr: SignalSample = { data: [1, 2], modifiers: [] };
  const replace = (channel: string, sample: unknown) => () => withSignal(template, new Map([[channel, sample as SignalSample]]));
  expect(replace("VR", sr)).toThrow('/VR: expected a channel in which the model has sample "s0"');
  expect(replace("SR", { ...sr, data: [1] })).toThrow("/SR: expected 2 values for the yields, got 1");
  expect(replace("SR", { ...sr, data: [1, Number.NaN] })).toThrow(LikelihoodError);
  expect(replace("SR", { ...sr, modifiers: [{ name: "new", type: "normsys", data: { lo: 1, hi: 1 } }] })).toThrow("got normsys new");
  expect(() => withSignal(compileModel(morph.workspace), new Map())).toThrow("expected a model compiled with the option `signal`");
});

test("a morph refuses patches that do more than add samples, and signals without yield", () => {
  const withPatch = (patch: readonly object[], values: readonly unknown[] = [300, 50]) => () =>
    createSignalMorph(background, parsePatchset({
      ...patchset, patches: [...patchset.patches, { metadata: { name: "odd", values }, patch }],
    }));
  const signal = structuredClone(points[2].patch[0].value) as unknown as { data: number[] };
  expect(withPatch([{ op: "replace", path: "/observations/0/data/0", value: 3 }])).toThrow("/patches/4: expected a patch that only adds samples");
  expect(withPatch([{ op: "remove", path: "/channels/0/samples/0" }])).toThrow("only adds one sample to a channel");
  expect(withPatch([])).toThrow("expected a patch that adds a sample, got none");
  expect(withPatch([points[2].patch[0]], ["a", "b"])).toThrow('expected numbers, got "a"');
  expect(withPatch([points[2].patch[0]], [100, 0])).toThrow("expected different points, got (100, 0) twice");
  signal.data = [0, 0];
  expect(withPatch([{ op: "add", path: "/channels/0/samples/-", value: signal }])).toThrow("expected a signal with a positive yield, got 0");
});
