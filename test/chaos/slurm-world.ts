import { readdirSync, readFileSync } from "node:fs";
import { startSlurm } from "../components/slurm.ts";
import { until } from "../components/until.ts";
import type { ChaosWorld } from "./chaos.ts";

/** A Slurm of its own with two nodes of eight places. */
export async function createSlurmWorld(): Promise<ChaosWorld> {
  const cluster = await startSlurm();
  process.env["SLURM_CONF"] = cluster.configuration; // inherited by the scan
  let folder = "";
  // A controller that was killed outright gives numbers of its last jobs out again, and drains nodes that still know them.
  const administrator = setInterval(() => void cluster.resumeNodes(), 1000);
  return {
    evaluator: { adapter: "slurm", workers: 12, memory: "100M" },
    async start(where) {
      folder = where;
    },
    /** By turns a task that runs, and the daemon of a node, which is then started again. */
    async killWorker(count) {
      if (count % 2 === 1) return cluster.restartNode(((count - 1) / 2) % 2);
      await until("a task to kill", () => tasksOf(folder).some(wasKilled));
    },
    async restartServer() {
      await cluster.killController();
      await cluster.startController();
    },
    async stop() {
      clearInterval(administrator);
      await cluster.stop();
    },
  };
}

function wasKilled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false; // it has just ended
  }
}

/** The processes that carry out tasks of the scan in a folder. */
function tasksOf(folder: string): readonly number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const [, program, file] = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
      return program?.endsWith("run-task.ts") === true && file?.startsWith(folder) === true;
    } catch {
      return false; // it ended
    }
  });
}
