import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** Where administrators' programs are, also when PATH leaves them out. */
process.env["PATH"] = `${process.env["PATH"]}:/usr/sbin:/sbin`;

export function isInstalled(program: string): boolean {
  return process.env["PATH"]!.split(":").some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts a daemon in the foreground, as a child that does not outlive this process. */
export function startDaemon(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn("setpriv", ["--pdeathsig", "KILL", "--", ...argv], { env, stdio: "ignore" });
}

/** Ends a daemon and waits until it has. */
export async function endDaemon(daemon: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exit = once(daemon, "exit");
  daemon.kill(signal);
  await exit;
}

/** Ports of the loopback interface that nobody listens on at the moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))));
  return ports;
}
