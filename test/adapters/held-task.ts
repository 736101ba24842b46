import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../components/until.ts";
import { file } from "./scratch.ts";

/** A command that waits until it is released, and then finds its point infeasible. */
export function heldCommand(): { readonly command: readonly string[]; release(): void } {
  const script = file("held.mjs", `import { existsSync } from "node:fs"; import { setTimeout as pause } from "node:timers/promises";
    while (!existsSync(new URL("release", import.meta.url))) await pause(20);
    console.log(JSON.stringify({ infeasible: "released" }));`);
  return { command: [process.execPath, script], release: () => writeFileSync(join(script, "..", "release"), "") };
}

/** Kills the program that runs a task of this run directory outright, once a batch system has started it. */
export async function killTask(runDirectory: string): Promise<void> {
  const task = () => readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).find((pid) => {
    const words = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0") : [];
    return words[1]?.endsWith("run-task.ts") === true && words[2]?.startsWith(runDirectory) === true;
  });
  await until("the task", () => task() !== undefined);
  process.kill(Number(task()), "SIGKILL");
}
