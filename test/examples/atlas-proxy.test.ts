import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { atlasIsAbsent, readArchive, readJson, type AtlasReference } from "../likelihood/atlas.ts";

const folder = mkdtempSync(join(tmpdir(), "excursion-atlas-proxy-"));
afterAll(() => rmSync(folder, { recursive: true }));

if (atlasIsAbsent !== undefined) process.stderr.write(`skipped: the proxy of the ATLAS example (${atlasIsAbsent})\n`);

test.skipIf(atlasIsAbsent !== undefined)("the proxy of the ATLAS example puts nine of ten published points on the side of the contour where the fits do", async () => {
  for (const name of ["BkgOnly.json", "patchset.json"]) writeFileSync(join(folder, name), readArchive(name)[0]!);
  process.env["ATLAS_1LBB_DATA"] = folder;
  type Cls = { readonly clsObserved: number; readonly clsExpected: number };
  const { default: count } = (await import(new URL("../../examples/atlas-1lbb/proxy.mjs", import.meta.url).href)) as {
    default(point: { m1: number; m2: number }): { readonly observables: Cls } | { readonly infeasible: string };
  };
  const { points } = readJson<AtlasReference>("reference.json");
  const sides = points.map(({ name, clsObserved, clsExpected }) => {
    const [m1, m2] = name.split("_").slice(-2).map(Number);
    const answer = count({ m1: m1!, m2: m2! });
    if (!("observables" in answer)) throw new Error(answer.infeasible);
    return [answer.observables.clsObserved <= 0.05 === clsObserved <= 0.05, answer.observables.clsExpected <= 0.05 === clsExpected[2]! <= 0.05];
  });
  for (const side of [0, 1]) expect(sides.filter((right) => right[side]).length / points.length).toBeGreaterThan(0.9);
  expect(count({ m1: 333, m2: 1 })).toEqual({ infeasible: "no published signal at (333, 1)" });
});
