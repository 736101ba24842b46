import { codeLoadingPlugins } from "../composition.ts";
import { loadConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { scanChecked } from "../library/scan.ts";
import { statusText, terminalStyle } from "../report/index.ts";
import { viewOfScan } from "../library/scan-view.ts";
import { exitCode } from "./exit-codes.ts";
import { showProgress } from "./progress.ts";

export interface ScanCommandOptions {
  readonly out?: string;
  readonly set?: readonly string[];
  readonly engine?: EngineName;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `excursion scan`: stdout carries the result, or the events as JSON lines; progress goes to stderr. */
export async function scanCommand(path: string, { out, set, engine, json, quiet }: ScanCommandOptions): Promise<void> {
  const config = await loadConfig(path, set ?? [], codeLoadingPlugins);
  const interruption = interruptible();
  const progress = showProgress(quiet === true || json === true);
  try {
    const { cause, core, directory } = await scanChecked(config, {
      signal: interruption.signal,
      ...(out !== undefined && { directory: out }),
      ...(engine !== undefined && { engine }),
      onEvent(event, runningCore) {
        if (json === true) process.stdout.write(`${JSON.stringify(event)}\n`);
        progress.show(event, runningCore);
      },
      onNote: (note) => progress.note(note),
    });
    progress.clear();
    if (json !== true) process.stdout.write(`${statusText(viewOfScan(core), terminalStyle(process.stdout))}\nrun directory: ${directory}\n`);
    process.exitCode = exitCode[cause];
  } finally {
    progress.clear();
    interruption.unwatch();
  }
}

/** The first Ctrl-C or termination ends the scan cleanly, a second one at once. */
function interruptible() {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    process.stderr.write("\nstopping: what is under way is given up and will be taken up again by the same command\n");
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    unwatch() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
