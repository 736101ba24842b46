import { once } from "node:events";
import { stat } from "node:fs/promises";
import { isRunDirectory } from "../journal/index.ts";
import { scanPlace } from "../library/scan-place.ts";
import { followScan, hostForClients, shelfOfFolder, shelfOfOne, type HostOptions, type ScanShelf } from "../server/index.ts";
import { interruptible } from "./interruptible.ts";
import { serveShelf, type ServeOptions } from "./serve-window.ts";

export interface ServeCommandOptions extends ServeOptions {
  readonly out?: string;
  readonly set?: readonly string[];
}

/** `excursion serve`: pages and the ask/tell API until Ctrl-C; the address with its token goes to stdout, what is refused to stderr. */
export async function serveCommand(path: string, options: ServeCommandOptions): Promise<void> {
  const interruption = interruptible("stopping: points that clients have stay theirs, and the same command takes them up again");
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  try {
    const shelf = await shelfAt(path, options, {
      signal: interruption.signal,
      ...(options.engine !== undefined && { engine: options.engine }),
      onProblem: (error) => note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    try {
      const server = await serveShelf(shelf, options, note);
      process.stdout.write(`${server.url}\n`);
      if (!interruption.signal.aborted) await once(interruption.signal, "abort");
      await shelf.close();
      await server.close();
    } catch (error) {
      await shelf.close();
      throw error;
    }
  } finally {
    interruption.unwatch();
  }
}

async function shelfAt(path: string, { out, set }: ServeCommandOptions, options: HostOptions): Promise<ScanShelf> {
  const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isDirectory && !(await isRunDirectory(path))) return shelfOfFolder(path, options);
  const place = await scanPlace(path, set, out);
  const hosted = await (isDirectory ? followScan : hostForClients)(place, place.config.name, options);
  return shelfOfOne(() => hosted);
}
