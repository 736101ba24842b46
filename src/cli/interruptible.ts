import { exitCode } from "./exit-codes.ts";

/** The first Ctrl-C or termination ends the command cleanly, a second one at once. */
export function interruptible(note: string) {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    process.stderr.write(`\n${note}\n`);
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
