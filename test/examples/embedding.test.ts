import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

test("a program that embeds a scan finds the contour and writes its picture", () => {
  const folder = mkdtempSync(join(tmpdir(), "excursion-embedding-"));
  try {
    const program = readFileSync(join(root, "examples/embedding/search.mjs"), "utf8");
    writeFileSync(join(folder, "search.mjs"), program.replace('"excursion"', JSON.stringify(pathToFileURL(join(root, "src/index.ts")).href)));
    const { status, stdout } = spawnSync(process.execPath, [join(folder, "search.mjs"), folder], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^model-certified: /m);
    expect(stdout).toMatch(/^contour of \d+ points from [\d.]+, 0\.02 to 2000, 0\.5/m);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["contour-mass-coupling.pdf", "contour-mass-coupling.svg"]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
