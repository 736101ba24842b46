import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  compileModel, createSignalMorph, fit, hypotest, parsePatchset, selectPatch, twiceNegativeLogLikelihood, verifyDigests, withSignal,
  type HypothesisTest, type Model, type Patchset, type SignalMorph,
} from "../../src/likelihood/index.ts";
import {
  atlasIsAbsent, readArchive, readJson, type AtlasMorph, type AtlasMorphGrid, type AtlasReference, type AtlasSpotChecks,
} from "./atlas.ts";

/** EXCURSION_ATLAS_POINTS=all checks every published point and every node of the grid; by default a sample of ten and five. */
const all = process.env["EXCURSION_ATLAS_POINTS"] === "all";
const sample = <T>(items: readonly T[], size: number): readonly T[] =>
  all ? items : items.filter((_, index) => index % Math.ceil(items.length / size) === 0);

if (atlasIsAbsent !== undefined) process.stderr.write(`skipped: ${atlasIsAbsent}\n`);

describe.skipIf(atlasIsAbsent !== undefined)("the ATLAS 1Lbb likelihood", { timeout: 1_200_000 }, () => {
  let backgroundText: string;
  let background: unknown;
  let patchset: Patchset;
  let morph: SignalMorph;
  let template: Model;
  let reference: AtlasReference;

  beforeAll(() => {
    const [workspaceText, patchsetText] = readArchive("BkgOnly.json", "patchset.json");
    backgroundText = workspaceText!;
    background = JSON.parse(backgroundText);
    patchset = parsePatchset(JSON.parse(patchsetText!));
    const { vertices, triangles } = readJson<AtlasMorph>("morph.json");
    const index = new Map(patchset.patches.map(({ metadata }, position) => [metadata.name, position]));
    morph = createSignalMorph(background, patchset, Int32Array.from(triangles.flat(), (vertex) => index.get(vertices[vertex]!.name)!));
    template = compileModel(morph.workspace, { signal: morph.signal });
    reference = readJson("reference.json");
  });

  test("belongs to its patchset by the digest", () => {
    verifyDigests(patchset, backgroundText, (algorithm, text) => createHash(algorithm).update(text, "utf8").digest("hex"));
  });

  test("has pyhf's 2NLL at explicit parameters", () => {
    for (const { patch, par_names, points } of readJson<AtlasSpotChecks>("logpdf-spot-checks.json").points) {
      const model = compileModel(background, { patches: [selectPatch(patchset, patch).patch] });
      expect(model.parameters.names).toEqual(par_names);
      for (const { pars, twice_nll } of points) {
        expect(Math.abs(twiceNegativeLogLikelihood(model, Float64Array.from(pars)) / twice_nll - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test("has the reference's CLs at published points, or a lower minimum", () => {
    for (const expected of sample(reference.points, 10)) {
      const model = compileModel(background, { patches: [selectPatch(patchset, expected.name).patch] });
      const result = hypotest(model);
      expect(result.quality.converged).toBe(true);
      expectNotAbove(result, expected);
      if (!expected.robust) continue;
      expect(Math.abs(result.clsObserved - expected.clsObserved)).toBeLessThan(1e-4);
      expected.clsExpected.forEach((value, index) => expect(Math.abs(result.clsExpected[index]! - value)).toBeLessThan(1e-4));
    }
  });

  test("morphs the signal as the reference does", () => {
    const { vertices, channels } = readJson<AtlasMorph>("morph.json");
    for (const vertex of [0, 40, 124]) {
      const [m1, m2] = selectPatch(patchset, vertices[vertex]!.name).metadata.values as [number, number];
      for (const [channel, { data, modifiers }] of morph.at(m1, m2)!) {
        const expected = channels[channel]!;
        const expectNear = (found: number, golden: number) => expect(Math.abs(found - golden)).toBeLessThan(1e-12 * (1 + Math.abs(golden)));
        data.forEach((value, bin) => expectNear(value, expected.nominal[vertex]![bin]!));
        for (const modifier of modifiers) {
          if (modifier.type === "histosys") {
            modifier.data.lo_data.forEach((value, bin) => expectNear(value, expected.histosys[modifier.name]!.lo[vertex]![bin]!));
            modifier.data.hi_data.forEach((value, bin) => expectNear(value, expected.histosys[modifier.name]!.hi[vertex]![bin]!));
          } else if (modifier.type === "normsys") {
            expectNear(modifier.data.lo, expected.normsys[modifier.name]!.lo[vertex]!);
            expectNear(modifier.data.hi, expected.normsys[modifier.name]!.hi[vertex]!);
          } else if (modifier.type === "staterror") {
            modifier.data.forEach((value, bin) => expectNear(value, expected.staterror.data[vertex]![bin]!));
          }
        }
      }
    }
  });

  test("has the reference's CLs between the published points, and none outside their hull", () => {
    const { rows } = readJson<AtlasMorphGrid>("morph-grid.json");
    for (const { m1, m2, inside } of rows) expect(morph.at(m1, m2) !== undefined).toBe(inside);
    const start = fit(template, template.observed, { fixedPoi: 0 }).parameters;
    for (const expected of sample(rows.filter(({ inside }) => inside), 5)) {
      const model = withSignal(template, morph.at(expected.m1, expected.m2)!);
      const result = hypotest(model);
      const started = hypotest(model, { background: start });
      expect(started.fits.background.twiceNll).toBeLessThan(result.fits.background.twiceNll + 1e-6);
      expect(Math.abs(started.clsObserved - result.clsObserved)).toBeLessThan(1e-5);
      // a lower minimum at mu = 1 than the reference's raises CLs, by 1.7e-4 at most
      expect(result.clsObserved).toBeGreaterThan(expected.clsObserved - 1e-4);
      expect(result.clsObserved).toBeLessThan(expected.clsObserved + 2e-4);
      expected.clsExpected.forEach((value, index) => expect(Math.abs(result.clsExpected[index]! - value)).toBeLessThan(1e-4));
    }
  });
});

function expectNotAbove({ fits }: HypothesisTest, { twiceNll }: AtlasReference["points"][number]): void {
  expect(fits.free.twiceNll).toBeLessThan(twiceNll.free + 1e-3);
  expect(fits.fixed.twiceNll).toBeLessThan(twiceNll.fixed + 1e-3);
  expect(fits.background.twiceNll).toBeLessThan(twiceNll.bkg + 1e-3);
  expect(fits.fixedAsimov.twiceNll).toBeLessThan(twiceNll.fixed_asimov + 1e-3);
}
