import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { configText, excursion, folderWith, startExcursion } from "./excursion.ts";

/** Answers at once, but holds its sixth point for as long as a file is there. */
const simulator = `
import { appendFileSync, existsSync, readFileSync } from "node:fs";
const { parameters: { x, y } } = JSON.parse(readFileSync(0, "utf8"));
appendFileSync("calls.txt", "call " + process.pid + "\\n");
const calls = readFileSync("calls.txt", "utf8").trim().split("\\n").length;
if (calls >= 6 && existsSync("hold")) setInterval(() => {}, 1000);
else console.log(JSON.stringify({ observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } }));
`;

async function heldScan() {
  const evaluator = { adapter: "command", command: [process.execPath, "simulator.mjs"], workers: 1 };
  const folder = folderWith({ "simulator.mjs": simulator, hold: "", "config.json": configText({ evaluator }) });
  const scan = startExcursion(folder, "scan", "config.json");
  await until(() => calls(folder).length >= 6);
  return { folder, scan };
}

const calls = (folder: string) => {
  const file = join(folder, "calls.txt");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map((line) => Number(line.split(" ")[1])) : [];
};

/** Watches what another process does. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("waited a minute in vain");
    await pause(20);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Resumes what was left, with nothing to hold it, and gives the rows of its table. */
function resume(folder: string): string[] {
  rmSync(join(folder, "hold"));
  expect(excursion(folder, "scan", "config.json", "--quiet").code).toBe(3);
  return readFileSync(join(folder, "toy.scan", "evaluations.csv"), "utf8").trim().split("\n").slice(1);
}

describe("a scan that is stopped while an evaluation runs", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s ends with exit code 130, leaves no process, and resumes", async (signal) => {
    const { folder, scan } = await heldScan();
    const held = calls(folder).at(-1)!;
    scan.kill(signal);
    const { code, stderr } = await scan.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/stopping: what is under way is given up/);
    expect(isRunning(held)).toBe(false);
    expect(readFileSync(join(folder, "toy.scan", "evaluations.csv"), "utf8")).toMatch(/pending/);
    const rows = resume(folder);
    expect(rows).toHaveLength(8);
    expect(rows.every((row) => row.includes(",observed,"))).toBe(true);
  });

  test.skipIf(process.platform !== "linux")("by kill -9 leaves no process behind once it is resumed, and loses no result", async () => {
    const { folder, scan } = await heldScan();
    const held = calls(folder).at(-1)!;
    scan.kill("SIGKILL");
    await scan.ended;
    const rows = resume(folder);
    expect(isRunning(held)).toBe(false);
    expect(rows).toHaveLength(8);
    expect(rows.every((row) => row.includes(",observed,"))).toBe(true);
    expect(calls(folder)).toHaveLength(9);
  });

  test("refuses a second scan on its directory with exit code 5 and goes on", async () => {
    const { folder, scan } = await heldScan();
    const second = excursion(folder, "scan", "config.json");
    expect(second.code).toBe(5);
    expect(second.stderr).toMatch(/expected to be the only scan in .*toy\.scan, got one running as process \d+/);
    expect(scan.exitCode).toBeNull();
    scan.kill("SIGINT");
    await scan.ended;
  });
});
