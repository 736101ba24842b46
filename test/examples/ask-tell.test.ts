import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startExcursion, excursion } from "../cli/excursion.ts";
import { hasPython } from "./python.ts";

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");
const snakemake = process.env.SNAKEMAKE;
const hasSnakemake = snakemake !== undefined && isExecutable(snakemake);
if (!hasSnakemake) process.stderr.write("the Snakemake example: skipped, expected the environment variable SNAKEMAKE to name the program\n");

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-examples-"));
  for (const name of ["python-client", "snakemake"]) cpSync(resolve(import.meta.dirname, "../../examples", name), join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPython)("the Python client", () => {
  test("two of them carry a scan to its end, and no point is evaluated twice", async () => {
    const cwd = join(folder, "python-client");
    const server = startExcursion(cwd, "serve", "config.json", "--set", "budget.evaluations=16");
    const address = await new Promise<string>((found) => server.stdout!.once("data", (text: string) => found(String(text).trim())));
    const clients = [1, 2].map(() => {
      const client = spawn("python3", ["client.py", address], { cwd, stdio: ["ignore", "pipe", "pipe"] });
      let [stdout, stderr] = ["", ""];
      client.stdout.on("data", (text) => (stdout += String(text)));
      client.stderr.on("data", (text) => (stderr += String(text)));
      return new Promise<{ stdout: string; stderr: string }>((ended) => client.on("close", () => ended({ stdout, stderr })));
    });
    const ended = await Promise.all(clients);
    expect(ended.map(({ stderr }) => stderr)).toEqual(["", ""]);
    const ids = ended.flatMap(({ stdout }) => [...stdout.matchAll(/^(\S+) (observed|infeasible)$/gm)].map((match) => match[1]!));
    expect(ids).toHaveLength(16);
    expect(new Set(ids).size).toBe(16);
    for (const { stdout } of ended) expect(stdout).toMatch(/the scan has ended \(budget\): the budget of 16 evaluations is spent/);
    server.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
    const { evaluations } = JSON.parse(readFileSync(join(cwd, "python-client.scan", "result.json"), "utf8")) as { evaluations: Record<string, number> };
    expect(evaluations["observed"]! + evaluations["infeasible"]!).toBe(16);
  });
});

describe.skipIf(!hasSnakemake || !hasPython)("the Snakemake workflow", () => {
  test("asks, evaluates and tells, round after round", () => {
    const cwd = join(folder, "snakemake");
    const command = join(folder, "excursion");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
    const { status, stderr } = spawnSync(snakemake!, ["--cores", "2", "--config", `excursion=${command}`, "rounds=2", "batch=4"], { cwd, encoding: "utf8" });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(join(cwd, "results"))).toHaveLength(8);
    expect(JSON.parse(excursion(cwd, "status", "snakemake.scan", "--json").stdout)).toMatchObject({ evaluations: { observed: 8, pending: 0 } });
    expect(readFileSync(join(cwd, "snakemake.scan", "predictions.csv"), "utf8").split("\n")).toHaveLength(30 * 30 + 2);
  }, 300_000);
});
