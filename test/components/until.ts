import { setTimeout as pause } from "node:timers/promises";

/** Watches what another process does. Throws when it does not do it within two minutes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited two minutes in vain for ${what}`);
    await pause(50);
  }
}
