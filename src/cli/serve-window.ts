import type { EngineName } from "../engine/index.ts";
import type { OpenScan } from "../library/open-scan.ts";
import type { SharedScanOptions } from "../library/scan.ts";
import type { ScanEvent, Session } from "../scan/index.ts";
import { createMind, shelfOfOne, show, startServer, type HostedScan, type Mind, type RunningServer, type ScanShelf } from "../server/index.ts";
import { readManifest } from "./manifest.ts";
import { UsageError } from "./usage-error.ts";

export interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly token?: string;
  readonly engine?: EngineName;
}

/** Starts the server of a shelf as the command line says. Throws a UsageError where it cannot be started. */
export async function serveShelf(shelf: ScanShelf, { host, port, token }: ServeOptions, onNote: (note: string) => void): Promise<RunningServer> {
  try {
    return await startServer(shelf, {
      ...(host !== undefined && { host }),
      port: portNumber(port),
      ...(token !== undefined && { token }),
      version: readManifest().version,
      onNote,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new UsageError(`expected a port that is free, got ${port}, which another program has; choose another with --port`);
    if (code !== undefined || error instanceof RangeError) throw new UsageError(message);
    throw error;
  }
}

function portNumber(text = "0"): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new UsageError(`expected --port to be a number from 0 to 65535, got ${text}`);
}

/** A live page on a scan that this process carries out: open from before it begins until its files are written. */
export async function openWindow(options: ServeOptions, signal: AbortSignal, onNote: (note: string) => void) {
  const session = Promise.withResolvers<Session>();
  session.promise.catch(() => undefined);
  let shown: ReturnType<typeof show> | undefined;
  let thinker: Mind | undefined;
  const hosted = (): HostedScan | undefined => shown && { served: shown.served, close: async () => {} };
  const server = await serveShelf(shelfOfOne(hosted), options, onNote);
  return {
    options: {
      thinkerFor(open: OpenScan) {
        const { config } = open.core.settings;
        shown = show(open, config.name, () => session.promise, { signal, ...(options.engine !== undefined && { engine: options.engine }), onProblem: (error) => onNote(String(error)) });
        thinker = createMind(config, options.engine);
        return thinker;
      },
      onSession(started: Session) {
        session.resolve(started);
        onNote(`live page: ${server.url}`);
      },
    } satisfies SharedScanOptions,
    onEvent: (event: ScanEvent) => shown?.pass(event),
    async close() {
      await shown?.close("the scan has ended, and with it this page's server; excursion serve with the run directory shows it again");
      await thinker?.close();
      await server.close();
    },
  };
}
