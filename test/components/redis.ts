import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endDaemon, freePorts, isInstalled, startDaemon } from "./programs.ts";
import { until } from "./until.ts";

/** Why tests with a real Redis cannot run here, or undefined when they can. */
export const redisObstacle: string | undefined = isInstalled("redis-server") && isInstalled("setpriv") ? undefined : "there is no redis-server here";

if (redisObstacle !== undefined) process.stderr.write(`not here: a real Redis (${redisObstacle})\n`);

export interface RedisServer {
  readonly url: string;
  /** Ends it and starts it again from what it has written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Redis of its own on a free port, which writes what it holds into a temporary folder. */
export async function startRedis(password?: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const [port] = (await freePorts(1)) as [number];
  const argv = [
    "redis-server", "--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec",
    "--maxmemory-policy", "noeviction", ...(password === undefined ? [] : ["--requirepass", password]),
  ];
  let daemon: ChildProcess;
  const start = async (): Promise<void> => {
    daemon = startDaemon(argv);
    await until("Redis", () => listens(port));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await endDaemon(daemon, "SIGKILL");
      await start();
    },
    async stop() {
      await endDaemon(daemon, "SIGTERM");
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.on("close", () => resolve(false)).on("connect", () => socket.destroy());
  });
}
