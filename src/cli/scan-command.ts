import { codeLoadingPlugins } from "../composition.ts";
import { loadConfig } from "../config/index.ts";
import { scanChecked } from "../library/scan.ts";
import { statusText, terminalStyle } from "../report/index.ts";
import { viewOfScan } from "../library/scan-view.ts";
import { exitCode } from "./exit-codes.ts";
import { interruptible } from "./interruptible.ts";
import { showProgress } from "./progress.ts";
import { openWindow, type ServeOptions } from "./serve-window.ts";
import { UsageError } from "./usage-error.ts";

export interface ScanCommandOptions extends ServeOptions {
  readonly serve?: boolean;
  readonly out?: string;
  readonly from?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `excursion scan`: stdout carries the result, or the events as JSON lines; progress goes to stderr. */
export async function scanCommand(path: string, options: ScanCommandOptions): Promise<void> {
  const { out, set, from, engine, json, quiet, serve } = options;
  refuseServeOptions(options);
  const config = await loadConfig(path, set ?? [], codeLoadingPlugins);
  const interruption = interruptible("stopping: what is under way is given up and will be taken up again by the same command");
  const progress = showProgress(quiet === true || json === true);
  const window = serve === true ? await openWindow(options, interruption.signal, (note) => progress.note(note)) : undefined;
  try {
    const { cause, core, directory } = await scanChecked(config, {
      signal: interruption.signal,
      ...(out !== undefined && { directory: out }),
      ...(from !== undefined && { from }),
      ...(engine !== undefined && { engine }),
      ...window?.options,
      onEvent(event, runningCore) {
        window?.onEvent(event);
        if (json === true) process.stdout.write(`${JSON.stringify(event)}\n`);
        progress.show(event, runningCore);
      },
      onNote: (note) => progress.note(note),
    });
    progress.clear();
    if (json !== true) process.stdout.write(`${statusText(viewOfScan(core), terminalStyle(process.stdout))}\nrun directory: ${directory}\n`);
    process.exitCode = exitCode[cause];
  } finally {
    await window?.close();
    progress.clear();
    interruption.unwatch();
  }
}

function refuseServeOptions({ serve, host, port, token }: ScanCommandOptions): void {
  const given = Object.entries({ host, port, token }).find(([, value]) => value !== undefined);
  if (serve !== true && given !== undefined) throw new UsageError(`expected --${given[0]} beside --serve, got it alone`);
}
