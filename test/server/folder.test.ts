import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scan } from "../../src/index.ts";
import { shelfOfFolder } from "../../src/server/index.ts";
import { createManualClock } from "../../src/testing/index.ts";
import { clientConfig, serverOver, type TestServer } from "./fixtures.ts";

let toy: TestServer;
let outside: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "excursion-folder-"));
  outside = mkdtempSync(join(tmpdir(), "excursion-outside-"));
  writeFileSync(join(folder, "evaluator.mjs"), "export default ({ x, y }) => ({ observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } });\n");
  const config = { ...clientConfig, evaluator: { adapter: "module", module: "./evaluator.mjs", workers: 1 }, budget: { evaluations: 7 } };
  for (const directory of [join(folder, "toy.scan"), join(folder, "gluinos", "2026", "wide.scan"), join(outside, "secret.scan")]) {
    mkdirSync(join(directory, ".."), { recursive: true });
    await scan({ ...config, name: directory.includes("wide") ? "wide" : "toy" }, { directory, configDirectory: folder });
  }
  symlinkSync(join(outside, "secret.scan"), join(folder, "link.scan"));
  mkdirSync(join(folder, "broken.scan"));
  writeFileSync(join(folder, "broken.scan", "journal.jsonl"), "nonsense\n");
  const clock = createManualClock();
  const notes: string[] = [];
  const shelf = shelfOfFolder(folder, { signal: new AbortController().signal, clock, onProblem: (error) => void notes.push(String(error)) });
  toy = await serverOver(shelf, folder, clock, notes);
});
afterAll(async () => {
  await toy[Symbol.asyncDispose]();
  rmSync(outside, { recursive: true });
});

describe("a folder of scans", () => {
  test("lists every run directory in it, those that cannot be read with the reason, and none outside of it", async () => {
    const { scans } = (await toy.get("/api/scans")).body;
    expect(scans.map(({ id }: { id: string }) => id)).toEqual(["broken.scan", "gluinos/2026/wide.scan", "toy.scan"]);
    expect(scans[0]).toMatchObject({ problem: expect.stringMatching(/no whole entry/) });
    expect(scans[1]).toMatchObject({ name: "wide", observed: 7, budget: 7, headline: "Not converged" });
    const page = await toy.get("/");
    expect(page.body).toContain('<a href="/scans/gluinos%2F2026%2Fwide.scan">wide</a>');
  });

  test("shows a scan by its id, and nothing by a path", async () => {
    expect((await toy.get("/scans/gluinos%2F2026%2Fwide.scan")).status).toBe(200);
    expect((await toy.get("/api/scans/gluinos%2F2026%2Fwide.scan")).body).toMatchObject({ name: "wide", phase: "ended", counts: { observed: 7 } });
    const paths = ["..%2Fsecret.scan", "%2Fetc%2Fpasswd", "link.scan", "gluinos%2F..%2Ftoy.scan", "toy.scan%00", ".", "toy.scan%2Fjournal.jsonl"];
    for (const path of paths) expect({ path, status: (await toy.get(`/api/scans/${path}`)).status }).toEqual({ path, status: 404 });
  });

  test("leaves an ended scan as it is", async () => {
    const before = toy.journal();
    const { status, body } = await toy.post("ask", {}).then(async () => toy.get("/api/scans/toy.scan"));
    expect({ status, note: body.participation }).toEqual({ status: 200, note: { isOpen: false, note: expect.stringMatching(/this scan has ended/) } });
    expect(toy.journal()).toBe(before);
  });
});
