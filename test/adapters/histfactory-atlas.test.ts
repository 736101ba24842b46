import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { histfactoryAdapter } from "../../adapters/histfactory/index.ts";
import { atlasIsAbsent, readArchive, readJson, type AtlasMorph, type AtlasMorphGrid, type AtlasReference } from "../likelihood/atlas.ts";
import { context, request, scratch } from "./scratch.ts";

if (atlasIsAbsent !== undefined) process.stderr.write(`skipped: the published ATLAS likelihood through the adapter (${atlasIsAbsent})\n`);

const observableNames = ["clsObserved", "clsExpectedMinus2", "clsExpectedMinus1", "clsExpected", "clsExpectedPlus1", "clsExpectedPlus2"];
let folder: string;

beforeAll(() => {
  if (atlasIsAbsent !== undefined) return;
  folder = mkdtempSync(join(scratch, "atlas-"));
  const names = ["BkgOnly.json", "patchset.json"];
  readArchive(...names).forEach((text, index) => writeFileSync(join(folder, names[index]!), text));
});

/** A morph file with the reference's own triangles: on a lattice their diagonals are free. */
function writeMorphFile(): void {
  const patchset = JSON.parse(readFileSync(join(folder, "patchset.json"), "utf8")) as { patches: readonly { metadata: { name: string } }[] };
  const { vertices, triangles } = readJson<AtlasMorph>("morph.json");
  const places = vertices.map((vertex) => patchset.patches.findIndex(({ metadata }) => metadata.name === vertex.name));
  const corners = triangles.map((triangle) => triangle.map((vertex) => places[vertex]!));
  writeFileSync(join(folder, "morph.json"), JSON.stringify({ format: "excursion-morph", version: 1, patchset, triangles: corners }));
}

/** Observables at points of (m1, m2), evaluated side by side. */
async function evaluate(signals: object, points: readonly (readonly [number, number])[]) {
  const evaluator = await histfactoryAdapter.build(
    histfactoryAdapter.options.parse({ workspace: "BkgOnly.json", ...signals }),
    { configDirectory: folder, runDirectory: folder, parameterNames: ["m1", "m2"], observableNames, workers: 2 },
  );
  try {
    const found = await Promise.all(points.map(([m1, m2]) => evaluator.evaluate(request({ m1, m2 }), context())));
    return found.map((reply) => (reply as { readonly observables: Readonly<Record<string, number>> }).observables);
  } finally {
    await evaluator.close();
  }
}

function expectSame(found: Readonly<Record<string, number>>, observed: number, expected: readonly number[]): void {
  [observed, ...expected].forEach((value, index) => expect(Math.abs(found[observableNames[index]!]! / value - 1)).toBeLessThan(1e-4));
}

test.skipIf(atlasIsAbsent)("published points have the CLs of independent fits", async () => {
  const { points } = readJson<AtlasReference>("reference.json");
  const chosen = ["C1N2_Wh_hbb_150_0", "C1N2_Wh_hbb_700_0", "C1N2_Wh_hbb_500_200"].flatMap((name) => points.filter((point) => point.name === name));
  expect(chosen.length).toBeGreaterThan(1);
  const found = await evaluate({ patchset: "patchset.json" }, chosen.map(({ name }) => name.split("_").slice(3).map(Number) as [number, number]));
  chosen.forEach(({ clsObserved, clsExpected }, index) => expectSame(found[index]!, clsObserved, clsExpected));
});

test.skipIf(atlasIsAbsent)("points between them have the CLs of the morphed signal", async () => {
  writeMorphFile();
  const inside = readJson<AtlasMorphGrid>("morph-grid.json").rows.filter((row) => row.inside);
  const chosen = [0.3, 0.6, 0.9].map((share) => inside[Math.floor(share * inside.length)]!);
  const found = await evaluate({ morph: "morph.json" }, chosen.map(({ m1, m2 }) => [m1, m2]));
  chosen.forEach(({ clsObserved, clsExpected }, index) => expectSame(found[index]!, clsObserved, clsExpected));
});
