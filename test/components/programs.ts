import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";

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

/** What does not outlive this process, however it ends. */
const bound = ["--pdeathsig", "KILL", "--"] as const;

/** Starts a daemon in the foreground, as a child that does not outlive this process. */
export function startDaemon(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn("setpriv", [...bound, ...argv], { env, stdio: "ignore" });
}

/** Starts a program in a folder, whose words are heard here, as a child that does not outlive this process; what it complains of is passed on. */
export function startProgram(argv: readonly string[], cwd: string): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn("setpriv", [...bound, ...argv], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.pipe(process.stderr, { end: false }); // inherited, it would be held open by whatever the program leaves behind
  return child;
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
