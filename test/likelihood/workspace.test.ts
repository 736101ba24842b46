import { expect, test } from "vitest";
import { compileModel, LikelihoodError, parseWorkspace } from "../../src/likelihood/index.ts";
import { pyhf } from "./golden.ts";

interface Draft {
  channels: { name: string; samples: { name: string; data: number[]; modifiers: Record<string, unknown>[] }[] }[];
  observations: { name: string; data: number[] }[];
  measurements: { name: string; config: { poi: string; parameters: Record<string, unknown>[] } }[];
  version: string;
}

/** A copy of a golden workspace to spoil. */
function draft(name: string, change: (workspace: Draft) => void): unknown {
  const workspace = structuredClone(pyhf[name]!.workspace) as unknown as Draft;
  change(workspace);
  return workspace;
}

function issuesOf(act: () => unknown): readonly { path: string; message: string }[] {
  try {
    act();
  } catch (error) {
    if (error instanceof LikelihoodError) return error.issues;
    throw error;
  }
  return [];
}

test("every schema violation is reported at once, with its path", () => {
  const workspace = draft("everything", ({ channels, observations, measurements }) => {
    channels[0]!.samples[0]!.data[1] = Number.NaN;
    channels[0]!.samples[1]!.modifiers[0]!["type"] = "luminosity";
    channels[1]!.samples[0]!.modifiers[0]!["extra"] = 1;
    observations[0]!.data[0] = -3;
    measurements[0]!.config.parameters[0]!["sigmas"] = [0];
  });
  expect(issuesOf(() => parseWorkspace(workspace)).map(({ path }) => path)).toEqual([
    "/channels/0/samples/0/data/1",
    "/channels/0/samples/1/modifiers/0/type",
    "/channels/1/samples/0/modifiers/0",
    "/measurements/0/config/parameters/0/sigmas/0",
    "/observations/0/data/0",
  ]);
});

test("an unknown modifier type is named among those that exist", () => {
  const workspace = draft("normsys", ({ channels }) => (channels[0]!.samples[0]!.modifiers[0]!["type"] = "normsis"));
  expect(() => parseWorkspace(workspace)).toThrow(/expected a modifier type among histosys, .*, got "normsis"/);
});

const refusals: readonly (readonly [string, string, (workspace: Draft) => void, RegExp])[] = [
  ["no poi", "normsys", ({ measurements }) => (measurements[0]!.config.poi = ""), /parameter of interest \(poi\), got none/],
  ["a poi not in the model", "normsys", ({ measurements }) => (measurements[0]!.config.poi = "nu"), /the poi "nu" to be a parameter of the model/],
  ["a poi with many bins", "shapefactor", ({ measurements }) => (measurements[0]!.config.poi = "coupled"), /single parameter, got a shapefactor/],
  ["a fixed poi", "normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "mu", fixed: true }), /to be free/],
  ["a missing observation", "shapefactor", ({ observations }) => observations.pop(), /expected an observation for channel "SR"/],
  ["observations of another length", "normsys", ({ observations }) => observations[0]!.data.push(1), /expected 3 observed counts, got 4/],
  ["samples of another length", "normsys", ({ channels }) => channels[0]!.samples[1]!.data.pop(), /expected 3 values, as the channel has bins, got 2/],
  ["histosys of another length", "histosys", ({ channels }) => {
    (channels[0]!.samples[1]!.modifiers[0]!["data"] as { lo_data: number[] }).lo_data.pop();
  }, /expected 3 values, as the channel has bins, got 2/],
  ["a shapesys that two samples share", "hello_shapesys", ({ channels: [channel] }) => {
    channel!.samples[0]!.modifiers.push(channel!.samples[1]!.modifiers[0]!);
  }, /expected a shapesys to belong to one sample/],
  ["a staterror in two channels", "everything", ({ channels }) => {
    channels[1]!.samples[0]!.modifiers.push({ name: "staterror_SRa", type: "staterror", data: [1] });
  }, /modifier "staterror_SRa" \(staterror\)/],
  ["a name that two types use", "normsys", ({ channels }) => {
    channels[0]!.samples[1]!.modifiers.push({ name: "mu", type: "normsys", data: { lo: 0.9, hi: 1.1 } });
  }, /but normfactor uses it/],
  ["a modifier twice", "normsys", ({ channels: [channel] }) => {
    channel!.samples[0]!.modifiers.push(channel!.samples[0]!.modifiers[0]!);
  }, /expected a name of its own, got "mu \(normfactor\)" again/],
  ["a sample twice", "normsys", ({ channels: [channel] }) => channel!.samples.push(channel!.samples[0]!), /got "sig" again/],
  ["negative rates at the inits", "normsys", ({ channels }) => (channels[0]!.samples[0]!.data[2] = -30), /the rate of bin 2 of channel "c" at the inits .* got -13/],
  ["lumi without its values", "lumi", ({ measurements }) => delete measurements[0]!.config.parameters[0]!["sigmas"], /to give its sigmas/],
  ["overrides of another length", "normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "mu", inits: [1, 2] }), /expected 1 inits, got 2/],
  ["overrides of no use", "normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "b2", sigmas: [2] }), /expected no sigmas for a normsys/],
  ["bounds upside down", "normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "b2", bounds: [[1, -1]] }), /ascending order, got \[1, -1\]/],
  ["inits outside the bounds", "normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "b2", inits: [7] }), /an init within \[-5, 5\], got 7/],
  ["a shapesys too precise for a number", "hello_shapesys", ({ channels }) => (channels[0]!.samples[1]!.modifiers[0]!["data"] = [1e-200, 1]), /expected a constraint between 1e-30 and 1e30, got Infinity/],
];

for (const [what, name, change, reason] of refusals) {
  test(`compiling refuses ${what}`, () => {
    expect(() => compileModel(draft(name, change))).toThrow(LikelihoodError);
    expect(() => compileModel(draft(name, change))).toThrow(reason);
  });
}

test("a measurement is chosen by name, and is the first by default", () => {
  const workspace = draft("lumi", ({ measurements }) => {
    const second = structuredClone(measurements[0]!);
    measurements.push({ ...second, name: "second" });
    measurements[1]!.config.parameters[0]!["inits"] = [1.01];
  });
  expect(compileModel(workspace).parameters.inits[0]).toBe(1);
  expect(compileModel(workspace, { measurement: "second" }).parameters.inits[0]).toBe(1.01);
  expect(() => compileModel(workspace, { measurement: "third" })).toThrow('expected a measurement among meas, second, got "third"');
});

test("a measurement may configure parameters that the model lacks", () => {
  const workspace = draft("normsys", ({ measurements }) => measurements[0]!.config.parameters.push({ name: "elsewhere", inits: [3] }));
  expect(compileModel(workspace).parameters.names).toEqual(pyhf["normsys"]!.par_names);
});

test("patches are applied before compiling", () => {
  const patch = [{ op: "replace", path: "/observations/0/data/1", value: 60 }];
  const model = compileModel(pyhf["normsys"]!.workspace, { patches: [patch] });
  expect([...model.observed.counts]).toEqual([61, 60, 14]);
});
