import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startRedis } from "../components/redis.ts";
import { endDaemon, startProgram } from "../components/programs.ts";
import type { ChaosWorld } from "./chaos.ts";

const workers = 3;

/** A Redis and three workers, each with three places. */
export async function createQueueWorld(): Promise<ChaosWorld> {
  const redis = await startRedis();
  const running: ChildProcess[] = [];
  let folder = "";

  async function startWorker(): Promise<ChildProcess> {
    const program = join(import.meta.dirname, "queue-worker.ts");
    const worker = startProgram([process.execPath, program, redis.url], folder);
    await once(worker.stdout, "data"); // it says that it is ready
    return worker;
  }

  return {
    evaluator: { adapter: "queue", url: redis.url, workers: 3 * workers },
    async start(where) {
      folder = where;
      running.push(...(await Promise.all(Array.from({ length: workers }, startWorker))));
    },
    async killWorker(count) {
      const which = count % workers;
      await endDaemon(running[which]!, "SIGKILL");
      running[which] = await startWorker();
    },
    restartServer: () => redis.restart(),
    async stop() {
      await Promise.all(running.map((worker) => endDaemon(worker, "SIGKILL")));
      await redis.stop();
    },
  };
}
