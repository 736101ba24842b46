import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The browser to test pages in, if there is one: the environment variable CHROMIUM, or Debian's place. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => {
    if (path === undefined || path === "") return false;
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

type Message = Readonly<Record<string, unknown>>;
type Listener = (method: string, parameters: Message) => void;

/** A page in a browser of its own, spoken to in the DevTools protocol. */
export interface BrowserPage extends AsyncDisposable {
  send(method: string, parameters?: Message): Promise<Message>;
  /** Is told of every event of the page. */
  listen(listener: Listener): void;
  /** The value of an expression in the page; promises are awaited. Throws what the expression throws. */
  evaluate(expression: string): Promise<unknown>;
}

const options = [
  "--headless", "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run", "--remote-debugging-port=0",
];

/** Starts the browser and opens an empty page; disposing of it ends the browser and removes its profile. */
export async function openPage(chromium: string): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), "excursion-page-"));
  const browser = spawn(chromium, [...options, `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  const close = async (): Promise<void> => {
    if (browser.exitCode === null && browser.signalCode === null) process.kill(-browser.pid!, "SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = new URL(await debuggingAddress(browser.stderr));
    const targets = (await (await fetch(`http://${address.host}/json/list`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(targets.find(({ type }) => type === "page")!.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return pageOver(socket, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function debuggingAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(stderr)) {
    const found = /DevTools listening on (ws:\S+)/.exec(line);
    if (found) {
      stderr.resume(); // the pipe must not fill up
      return found[1]!;
    }
    lines.push(line);
  }
  throw new Error(`expected the browser to start, got:\n${lines.join("\n")}`);
}

function pageOver(socket: WebSocket, close: () => Promise<void>): BrowserPage {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: Listener[] = [];
  let lastId = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; method?: string; params?: Message };
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else for (const listener of listeners) listener(message.method!, message.params ?? {});
  });
  const send = async (method: string, parameters: Message = {}): Promise<Message> => {
    const id = ++lastId;
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params: parameters }));
    const { result, error } = (await answered) as { result?: Message; error?: Message };
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result!;
  };
  return {
    send,
    listen: (listener) => void listeners.push(listener),
    async evaluate(expression) {
      const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      const { result, exceptionDetails } = answer as { result: { value?: unknown }; exceptionDetails?: Message };
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await close();
    },
  };
}
