import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configText, disc, excursion, folderWith, startExcursion } from "./excursion.ts";

const line = (command: ReturnType<typeof startExcursion>, stream: "stdout" | "stderr", pattern: RegExp): Promise<string> =>
  new Promise((found) => {
    let text = "";
    command[stream]!.on("data", (chunk: string) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match !== null) found(match[1]!);
    });
  });

const address = /(http:\/\/\S+)\n/;

function api(url: string) {
  const { origin, searchParams } = new URL(url);
  const headers = { authorization: `Bearer ${searchParams.get("token")}`, "content-type": "application/json" };
  return async (path: string, body?: object) => {
    const response = await fetch(`${origin}/api/scans${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };
}

/** Evaluates slowly enough to be watched: never, until a file is there. */
const held = `import { existsSync } from "node:fs";
export default async ({ x, y }) => {
  while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 20));
  return { observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } };
};
`;

describe("excursion serve", () => {
  test("hands points out, leaves them to their clients when it is stopped, and takes the scan up again", async () => {
    const folder = folderWith({ "config.json": configText({ evaluator: { adapter: "client" } }) });
    const first = startExcursion(folder, "serve", "config.json");
    const call = api(await line(first, "stdout", address));
    const { points } = (await call("/toy/ask", { count: 2 })).body as { points: { id: string; attempt: number }[] };
    first.kill("SIGTERM");
    expect((await first.ended).code).toBe(0);
    const second = startExcursion(folder, "serve", "config.json", "--token", "another");
    const again = api(await line(second, "stdout", address));
    const other = (await again("/toy/ask", { count: 2 })).body as { points: { id: string }[] };
    expect(other.points.map(({ id }) => id)).not.toContain(points[0]!.id);
    const told = await again("/toy/tell", { ...points[0], observables: { depth: 0.1 }, parameters: undefined, seed: undefined, leaseUntil: undefined });
    expect(told).toEqual({ status: 200, body: { id: points[0]!.id, status: "observed", repeated: false } });
    expect((await again("/toy/tell", { id: "toy-9", observables: { depth: 1 } })).status).toBe(404);
    second.kill("SIGINT");
    const ended = await second.ended;
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/POST \/api\/scans\/toy\/tell: 404 expected the id of a point of this scan, got "toy-9"/) });
  });

  test("only looks at a scan that another process carries on, and takes one up that nobody does", async () => {
    const folder = folderWith({ "config.json": configText(), "evaluator.mjs": held });
    const scan = startExcursion(folder, "scan", "config.json", "--serve");
    const direct = api(await line(scan, "stderr", address));
    await direct("/toy/budget", { evaluations: 1 });
    const server = startExcursion(folder, "serve", "toy.scan");
    const call = api(await line(server, "stdout", address));
    expect((await call("/toy")).body).toMatchObject({ budget: 9, participation: { isOpen: false, note: expect.stringMatching(/process \d+ on \S+ carries this scan on/) } });
    expect((await call("/toy/pause", {})).status).toBe(409);
    scan.kill("SIGINT");
    expect((await scan.ended).code).toBe(130);
    expect(await call("/toy/pause", {})).toEqual({ status: 200, body: { done: true } });
    expect(readFileSync(join(folder, "toy.scan", "journal.jsonl"), "utf8")).toMatch(/"type":"paused"/);
    server.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
  });

  test("lets clients help a scan that evaluates by itself", async () => {
    const folder = folderWith({ "config.json": configText({ budget: { evaluations: 4 } }), "evaluator.mjs": held });
    const scan = startExcursion(folder, "scan", "config.json", "--serve", "--quiet");
    const call = api(await line(scan, "stderr", address));
    const { points } = (await call("/toy/ask", { count: 3 })).body as { points: { id: string; attempt: number }[] };
    expect(points).toHaveLength(3);
    for (const { id, attempt } of points) expect((await call("/toy/tell", { id, attempt, observables: { depth: 0.1 } })).status).toBe(200);
    expect((await call("/toy")).body).toMatchObject({ counts: { observed: 3, pending: 1 }, running: [{ by: "this computer" }] });
    scan.kill("SIGINT");
    expect((await scan.ended).code).toBe(130);
  });

  test("says what is wrong with a port, a host without a token, and options without --serve", async () => {
    const folder = folderWith({ "config.json": configText({ evaluator: { adapter: "client" } }), "evaluator.mjs": disc });
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
    const { port } = taken.address() as { port: number };
    for (const [args, message] of [
      [["serve", "config.json", "--port", String(port)], /expected a port that is free, got \d+, which another program has/],
      [["serve", "config.json", "--port", "many"], /expected --port to be a number from 0 to 65535, got many/],
      [["serve", "config.json", "--host", "0.0.0.0"], /expected a token of your own .* give --token/],
      [["serve", "nothing.json"], /expected a config file, got no such file/],
      [["scan", "config.json", "--port", "8000"], /expected --port beside --serve, got it alone/],
    ] as const) expect(excursion(folder, ...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
    taken.close();
  });
});
