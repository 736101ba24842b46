import { type ChildProcess, execFile, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { type Clock, describeError, EvaluationError } from "../../src/evaluation/index.ts";
import { endMarked, killIfThere, markOf } from "../process-mark.ts";
import type { Exit } from "./exit.ts";
import { forgetProcess, recordProcess } from "./process-record.ts";

/** How long a process may take to end after TERM before it is killed. */
const terminationSeconds = 3;
/** How long pipes may stay open when every known process has ended. */
const drainMilliseconds = 1000;

export interface ProcessOptions {
  readonly argv: readonly [string, ...string[]]; // the first an absolute path
  readonly cwd: string;
  /** The folder that the process works for: its record is kept there, and its mark comes from it. */
  readonly place: string;
  readonly stdio: StdioOptions;
  readonly environmentDefaults?: NodeJS.ProcessEnv; // where this process has no such variable
  readonly clock: Clock;
}

/** A process, and whatever it starts. */
export interface SupervisedProcess {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, all that it started has been killed, and its pipes are drained. */
  readonly exit: Promise<Exit>;
  /** TERM to its process group and, unless it ends in time, KILL. */
  terminate(): void;
  /** KILL to its process group. */
  kill(): void;
}

/**
 * Starts a process in a process group of its own; where the system can, it is killed when this process dies. Throws an
 * EvaluationError when it does not start.
 */
export async function startProcess({ argv, cwd, place, stdio, environmentDefaults, clock }: ProcessOptions): Promise<SupervisedProcess> {
  const mark = markOf(place);
  const [file, ...rest] = [...(await deathSignalPrefix()), ...argv] as [string, ...string[]];
  let child: ChildProcess;
  try {
    child = spawn(file, rest, { cwd, stdio, detached: true, env: { ...environmentDefaults, ...process.env, [mark]: "1" } });
  } catch (error) {
    throw couldNotStart(argv[0], error); // an argument with a null character, for one
  }
  const { pid } = child;
  if (pid === undefined) {
    const [error] = await once(child, "error");
    throw couldNotStart(argv[0], error);
  }
  child.on("error", () => undefined); // a signal that could not be sent: whether the process has ended is what counts
  try {
    recordProcess(place, pid);
  } catch (error) {
    killIfThere(-pid, "SIGKILL");
    throw error;
  }

  let cancelKill: (() => void) | undefined;
  const closed = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once("exit", (code, signal) => {
      cancelKill?.();
      endRest().then(() => resolve(signal === null ? { code: code! } : { signal }), reject);
    });
  });

  async function endRest(): Promise<void> {
    killIfThere(-pid!, "SIGKILL");
    await endMarked(mark);
    await Promise.race([closed, pause(drainMilliseconds, undefined, { ref: false })]);
    for (const stream of child.stdio) stream?.destroy();
    await forgetProcess(place);
  }

  const kill = (): void => {
    if (child.exitCode === null && child.signalCode === null) killIfThere(-pid, "SIGKILL");
  };
  return {
    child,
    exit,
    kill,
    terminate() {
      if (cancelKill !== undefined || child.exitCode !== null || child.signalCode !== null) return;
      cancelKill = clock.after(terminationSeconds * 1000, kill);
      killIfThere(-pid, "SIGTERM");
    },
  };
}

function couldNotStart(file: string, error: unknown): EvaluationError {
  const { code } = error as NodeJS.ErrnoException;
  const passing = code === "EAGAIN" || code === "ENOMEM" || code === "EMFILE" || code === "ENFILE" || code === "ETXTBSY";
  return new EvaluationError(`expected ${file} to start, got ${describeError(error)}`, passing);
}

let prefix: Promise<readonly string[]> | undefined;

/** util-linux's setpriv arranges for KILL when the parent dies; where it is missing, a resumed scan ends what was left. */
function deathSignalPrefix(): Promise<readonly string[]> {
  const arrangement = ["setpriv", "--pdeathsig", "KILL", "--"] as const;
  prefix ??= promisify(execFile)(arrangement[0], [...arrangement.slice(1), "true"]).then(
    () => arrangement,
    () => [],
  );
  return prefix;
}
