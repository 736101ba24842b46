import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig, type ConfigInput } from "../../src/config/index.ts";
import { systemClock } from "../../src/evaluation/index.ts";
import { createManualClock, type ManualClock } from "../../src/testing/index.ts";
import { hostForClients, shelfOfOne, startServer, type RunningServer, type ScanShelf } from "../../src/server/index.ts";

export const token = "the-token-of-the-test";

export const clientConfig: ConfigInput = {
  name: "toy",
  parameters: [
    { name: "x", lower: 0, upper: 1 },
    { name: "y", lower: 0, upper: 1 },
  ],
  constraints: ["x + y <= 1.8"],
  observables: [{ name: "depth", threshold: 0 }],
  evaluator: { adapter: "client" },
};

export const depth = ({ x, y }: Readonly<Record<string, number>>): number => 0.35 - Math.hypot(x! - 0.5, y! - 0.5);

export interface Answer {
  readonly status: number;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- JSON of any shape
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly folder: string;
  readonly clock: ManualClock;
  readonly notes: string[];
  journal(): string;
  /** Posts an action to the scan. */
  post(action: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** One request as it is written, the Host header included. */
export function send(origin: string, method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        const isJson = String(response.headers["content-type"]).startsWith("application/json");
        resolve({ status: response.statusCode!, body: isJson ? JSON.parse(text) : text, headers: response.headers });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A server on a scan for clients, with a clock that stands still unless time shall pass. */
export async function serveToy(change: Partial<ConfigInput> = {}, { timePasses = false } = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "excursion-server-"));
  const clock = createManualClock();
  const notes: string[] = [];
  const config = parseConfig({ ...clientConfig, ...change }, configPlugins);
  const hosted = await hostForClients({ config, directory: join(folder, "toy.scan") }, "toy", {
    signal: new AbortController().signal,
    clock: timePasses ? systemClock : clock,
    onProblem: (error) => void notes.push(String(error)),
  });
  return serverOver(shelfOfOne(() => hosted), folder, clock, notes);
}

export async function serverOver(shelf: ScanShelf, folder: string, clock: ManualClock, notes: string[]): Promise<TestServer> {
  const server = await startServer(shelf, { token, version: "0.0.0", onNote: (note) => void notes.push(note) });
  const authorized = { authorization: `Bearer ${token}`, host: new URL(server.origin).host };
  return {
    server,
    folder,
    clock,
    notes,
    journal: () => readFileSync(join(folder, "toy.scan", "journal.jsonl"), "utf8"),
    post: (action, body, headers = {}) =>
      send(server.origin, "POST", `/api/scans/toy/${action}`, { ...authorized, "content-type": "application/json", ...headers }, typeof body === "string" ? body : JSON.stringify(body)),
    get: (path, headers = {}) => send(server.origin, "GET", path, { ...authorized, ...headers }),
    async [Symbol.asyncDispose]() {
      await shelf.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
