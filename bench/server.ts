// What the live page and the ask/tell API hold: message sizes, the way from a result to every page, asks per second.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { configPlugins, settingsOf } from "../src/composition.ts";
import { configIdentity, parseConfig, type ConfigInput } from "../src/config/index.ts";
import { openJournal, type Entry, type StampedEntry } from "../src/journal/index.ts";
import { createScanCore } from "../src/scan/index.ts";

const watchers = 20;
const token = "bench";

/** The design is longer than the bench, so that the scan itself computes nothing. */
const config: ConfigInput = {
  name: "bench",
  parameters: [{ name: "x", lower: 0, upper: 1, unit: "GeV" }, { name: "y", lower: 0, upper: 1, unit: "GeV" }],
  constraints: ["y <= x + 0.6"],
  observables: [{ name: "clsObserved", threshold: 0.05, side: "below" }, { name: "clsExpected", threshold: 0.05, side: "below" }],
  evaluator: { adapter: "client" },
  surrogate: { maxPoints: 2000 },
  design: { points: 40_000 },
  budget: { evaluations: 40_000 },
};

type Coordinates = Readonly<Record<string, number>>;

function observables({ x, y }: Coordinates): Readonly<Record<string, number>> {
  const depth = Math.hypot(x! - 0.4, 1.3 * y! - 0.3) - 0.35 + 0.03 * Math.sin(9 * x!);
  return { clsObserved: 1 / (1 + Math.exp(-8 * depth + 2.9)), clsExpected: 1 / (1 + Math.exp(-7 * depth + 2.9)) };
}

/** A run directory with this many results, a fit and its assessment. */
async function writeRun(directory: string, evaluations: number): Promise<void> {
  const checked = parseConfig(config, configPlugins);
  const core = createScanCore(settingsOf(checked));
  const entries: StampedEntry[] = [];
  let seconds = 0;
  const add = (...added: readonly Entry[]): void => {
    const stamped = added.map((entry): StampedEntry => ({ ...entry, at: new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++).toISOString() }));
    core.record(stamped);
    entries.push(...stamped);
  };
  add(core.start("bench", configIdentity(checked)));
  for (const proposal of core.propose(evaluations, "design")) {
    const { id, unit, parameters } = proposal;
    const values = Object.entries(observables(parameters)).map(([name, value]) => [name, { value }] as const);
    const outcome = { kind: "observed", observables: Object.fromEntries(values) } as const;
    add(proposal, { type: "arrived", id, origin: "design", attempt: 1, unit, parameters, outcome, willRetry: false, startedAt: new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString(), seconds: 1 });
    if (core.state.observedOrder.length === 60) add(core.fit());
    if (core.state.observedOrder.length === 60) add(core.assess());
  }
  const journal = await openJournal(directory);
  await journal.append(entries);
  await journal.close();
}

interface Server {
  readonly origin: string;
  /** Processor time spent so far, all threads; 0 where the system does not tell. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

async function startServer(folder: string): Promise<Server> {
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const main = resolve(import.meta.dirname, "../src/cli/main.ts");
  const child = spawn(process.execPath, [main, "serve", "config.json", "--token", token], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const url = await new Promise<string>((found) => child.stdout.setEncoding("utf8").once("data", (text: string) => found(text.trim())));
  return {
    origin: new URL(url).origin,
    processorSeconds() {
      if (!existsSync(`/proc/${child.pid}/stat`)) return 0;
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100; // clock ticks
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

interface Heard {
  readonly event: string;
  readonly observed: number;
  readonly bytes: number;
  readonly at: number;
}

/** Hears the events of the scan until the returned function is called. */
async function listen(origin: string, onEvent: (heard: Heard) => void): Promise<() => void> {
  const controller = new AbortController();
  const response = await fetch(`${origin}/api/scans/bench/events`, { headers, signal: controller.signal });
  void (async () => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      rest += decoder.decode(chunk, { stream: true });
      const messages = rest.split("\n\n");
      rest = messages.pop()!;
      for (const message of messages) {
        const observed = Number(/"observed":(\d+)/.exec(message)?.[1]);
        onEvent({ event: message.slice(7, message.indexOf("\n")), observed, bytes: Buffer.byteLength(message), at: performance.now() });
      }
    }
  })().catch(() => undefined);
  return () => controller.abort();
}

async function post<Answer>(origin: string, action: string, body: object): Promise<Answer> {
  const response = await fetch(`${origin}/api/scans/bench/${action}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

interface Point {
  readonly id: string;
  readonly attempt: number;
  readonly parameters: Coordinates;
}

async function evaluateOne(origin: string): Promise<{ readonly askMilliseconds: number }> {
  const asked = performance.now();
  const { points } = await post<{ points: Point[] }>(origin, "ask", {});
  const askMilliseconds = performance.now() - asked;
  const [{ id, attempt, parameters }] = points as [Point];
  await post(origin, "tell", { id, attempt, observables: observables(parameters) });
  return { askMilliseconds };
}

const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))]!;
const text = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;

/** From a result to the message that counts it, on every page; and to its picture. */
async function measureUpdates({ origin, processorSeconds }: Server): Promise<void> {
  const heard: Heard[][] = Array.from({ length: watchers }, () => []);
  const leave = await Promise.all(heard.map((one) => listen(origin, (message) => void one.push(message))));
  const waitFor = async (kind: string, observed: number): Promise<number> => {
    const counts = (one: Heard): boolean => one.event === kind && one.observed >= observed;
    while (!heard.every((one) => one.some(counts))) await new Promise((done) => setTimeout(done, 5));
    return Math.max(...heard.map((one) => one.find(counts)!.at));
  };
  const before = (await (await fetch(`${origin}/api/scans/bench`, { headers })).json()) as { counts: { observed: number } };
  await waitFor("figures", before.counts.observed);
  const [states, pictures]: [number[], number[]] = [[], []];
  const spent = processorSeconds();
  for (let k = 1; k <= 10; k++) {
    await evaluateOne(origin);
    const told = performance.now();
    states.push((await waitFor("state", before.counts.observed + k)) - told);
    pictures.push((await waitFor("figures", before.counts.observed + k)) - told);
  }
  const each = (1000 * (processorSeconds() - spent)) / pictures.length;
  const largest = (kind: string): number => Math.max(...heard.flat().filter(({ event }) => event === kind).map(({ bytes }) => bytes));
  console.log(`  messages: state ${(largest("state") / 1000).toFixed(1)} kB, figures ${(largest("figures") / 1000).toFixed(1)} kB`);
  console.log(`  from a result to ${watchers} pages: state median ${text(quantile(states, 0.5))}, longest ${text(Math.max(...states))}; figures median ${text(quantile(pictures, 0.5))}, longest ${text(Math.max(...pictures))}; ${text(each)} of processor time each`);
  for (const one of leave) one();
}

async function measureAsks({ origin, processorSeconds }: Server): Promise<void> {
  const before = processorSeconds();
  const asks: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: watchers }, async () => {
      while (performance.now() - started < 5000) asks.push((await evaluateOne(origin)).askMilliseconds);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const each = (1000 * (processorSeconds() - before)) / asks.length;
  console.log(`  ${watchers} clients that ask and tell: ${(asks.length / seconds).toFixed(0)} asks and as many results a second; an ask median ${text(quantile(asks, 0.5))}, 99 % below ${text(quantile(asks, 0.99))}; ${each.toFixed(1)} ms of processor time each`);
}

/**
 * `npm run bench -- server [evaluations ...]`: a server of its own process on this computer, the points of a design, so that none has to
 * be thought of.
 */
export async function run(sizes: readonly string[]): Promise<void> {
  for (const evaluations of sizes.length === 0 ? [200, 10_000] : sizes.map(Number)) {
    console.log(`${evaluations} evaluations`);
    const folder = mkdtempSync(join(tmpdir(), "excursion-bench-"));
    try {
      await writeRun(join(folder, "bench.scan"), evaluations);
      const server = await startServer(folder);
      await measureUpdates(server);
      await measureAsks(server);
      await server.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
