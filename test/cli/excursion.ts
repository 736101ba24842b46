import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll } from "vitest";

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end. */
export function excursion(cwd: string, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

/** Runs the command to its end with a text on its stdin. */
export function excursionReading(cwd: string, input: string, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, input, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

/** Starts the command and leaves it running. */
export function startExcursion(cwd: string, ...args: string[]): ChildProcess & { readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: ["pipe", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((settle) => child.on("close", (code) => settle({ code, stdout, stderr })));
  return Object.assign(child, { ended });
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })));

/** A folder with the given files, for as long as the tests of a file run. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "excursion-cli-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A config as text; `change` replaces top-level keys. */
export function configText(change: object = {}): string {
  return JSON.stringify({
    name: "toy",
    parameters: [
      { name: "x", lower: 0, upper: 1 },
      { name: "y", lower: 0, upper: 1 },
    ],
    observables: [{ name: "depth", threshold: 0 }],
    evaluator: { adapter: "module", module: "./evaluator.mjs", workers: 1 },
    budget: { evaluations: 8 },
    ...change,
  });
}

export const disc = `export default ({ x, y }) => ({ observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } });\n`;
