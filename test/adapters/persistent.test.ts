import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commandAdapter } from "../../adapters/command/index.ts";
import type { EvaluationRequest, Evaluator } from "../../src/evaluation/index.ts";
import { context, environment, file, request } from "./scratch.ts";

const open: Evaluator[] = [];
afterEach(() => Promise.all(open.splice(0).map((evaluator) => evaluator.close())));

/** A persistent evaluator around a script; `answer` is the body of a function of the request that returns what to print. */
async function build(answer: string, { start = "", workers = 1 } = {}): Promise<{ evaluator: Evaluator; log(name: string): string }> {
  const path = file("simulator.mjs", `
    import { createInterface } from "node:readline";
    import { closeSync, writeSync } from "node:fs";
    const say = (text) => writeSync(1, text + "\\n");
    let count = 0;
    ${start}
    const answer = (request) => { const { id, seed, attempt, parameters: { x, mass } } = request; count++; ${answer} };
    for await (const line of createInterface({ input: process.stdin })) { const text = answer(JSON.parse(line)); if (text !== undefined) say(text); }`);
  const at = environment(dirname(path), workers);
  const evaluator = await commandAdapter.build({ command: [process.execPath, path], persistent: true }, at);
  open.push(evaluator);
  return {
    evaluator,
    log(name) {
      const [folder] = readdirSync(at.runDirectory);
      return readFileSync(join(at.runDirectory, folder!, "process-1", name), "utf8");
    },
  };
}

const reply = (expression: string) => `return JSON.stringify({ observables: ${expression} });`;
const evaluate = async (evaluator: Evaluator, asked: EvaluationRequest) =>
  ((await evaluator.evaluate(asked, context())) as { observables: unknown }).observables;
const ask = (evaluator: Evaluator, x = 0.5) => evaluate(evaluator, request({ x }));

test("one process answers all requests, each with the whole request in one line", async () => {
  const { evaluator } = await build(reply("{ count, pid: process.pid, request }"));
  const asked = [request({ x: 0.1 + 0.2 }), { ...request({ x: -1e-7 }), attempt: 2 }];
  const replies = [];
  for (const one of asked) replies.push(await evaluate(evaluator, one));
  const { pid } = replies[0] as { pid: number };
  expect(replies).toEqual([{ count: 1, pid, request: asked[0] }, { count: 2, pid, request: asked[1] }]);
});

test("no process is started before it is needed, and no more than needed", async () => {
  const { evaluator } = await build(reply("{ count }"), { workers: 3 });
  expect(await ask(evaluator)).toEqual({ count: 1 });
  expect(await ask(evaluator)).toEqual({ count: 2 });
  expect(await Promise.all([ask(evaluator), ask(evaluator)])).toEqual([{ count: 3 }, { count: 1 }]);
});

test("more requests than processes wait for their turn", async () => {
  const { evaluator } = await build(reply("{ id, count }"));
  const asked = Array.from({ length: 5 }, () => request());
  const replies = await Promise.all(asked.map((one) => evaluate(evaluator, one)));
  expect(replies).toEqual(asked.map(({ id }, i) => ({ id, count: i + 1 })));
});

test("banners and progress on stdout are no replies; they and stderr are in logs", async () => {
  const { evaluator, log } = await build(`say("working on " + x); process.stderr.write("careful\\n"); ${reply("{ x }")}`, { start: `say("Welcome"); say("[1, 2]");` });
  expect(await ask(evaluator)).toEqual({ x: 0.5 });
  await evaluator.close();
  expect(log("stdout.log")).toBe("Welcome\n[1, 2]\nworking on 0.5\n");
  expect(log("stderr.log")).toBe("careful\n");
});

test("Python's NaN comes through, and a reply without a line end is taken when the process ends", async () => {
  const { evaluator } = await build(`writeSync(1, '{"observables": {"y": NaN}}'); process.exit(0);`);
  expect(await ask(evaluator)).toEqual({ y: NaN });
});

describe("a process that ends is replaced, at the cost of the attempt it worked on:", () => {
  test.each<[string, { start?: string; answer: string }, object]>([
    ["at its start", { start: `process.stderr.write("ImportError: no module named sim\\n"); process.exit(1);`, answer: "" },
      { message: "exit code 1: the persistent process ended before its first reply: ImportError: no module named sim", retryable: false }],
    ["by a signal", { answer: `process.kill(process.pid, "SIGSEGV");` },
      { message: "killed by SIGSEGV: the persistent process ended before its first reply: nothing on stderr", retryable: true }],
    ["asking for a retry", { answer: `process.stderr.write("no licence"); process.exit(75);` }, { retryable: true }],
    ["without a reply", { answer: `process.exit(0);` }, { message: expect.stringMatching(/^exit code 0: /), retryable: true }],
  ])("%s", async (_when, { start = "", answer }, failure) => {
    const { evaluator } = await build(`if (x === 0) ${reply("{ count }")} ${answer}`, { start });
    await expect(ask(evaluator)).rejects.toMatchObject({ name: "EvaluationError", ...failure });
    if (start === "") expect(await ask(evaluator, 0)).toEqual({ count: 1 });
  });

  test("later, with what it said about that request only", async () => {
    const { evaluator } = await build(`process.stderr.write("x = " + x + "\\n"); if (x < 0) throw new Error("singular matrix"); ${reply("{ count }")}`);
    expect(await ask(evaluator, 1)).toEqual({ count: 1 });
    await expect(ask(evaluator, -1)).rejects.toThrow(/^exit code 1: x = -1 \| .*singular matrix$/);
    expect(await ask(evaluator, 1)).toEqual({ count: 1 });
  });

  test("while idle, which costs nothing", async () => {
    const { evaluator } = await build(`if (x < 0) setImmediate(() => process.exit(1)); ${reply("{ pid: process.pid }")}`);
    const { pid } = (await ask(evaluator, -1)) as { pid: number };
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
    expect(await ask(evaluator, 1)).not.toEqual({ pid });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a process out of step is replaced:", () => {
  test.each([
    ["two replies to one request", `return '{"infeasible": "1"}\\n{"infeasible": "2"}';`, "expected one line of JSON for one request, got also { infeasible: '2' }"],
    ["an object that is no reply", `say('{"progress": 0.5}'); return '{"infeasible": "x"}';`,
      "expected a line with observables, infeasible or failed, got { progress: 0.5 }"],
    ["the reply to another request", `return '{"id": "p-other", "infeasible": "x"}';`, /^expected the reply to p-\d+, got that to 'p-other'$/],
    ["a line without end", `for (;;) writeSync(1, "x".repeat(2 ** 16));`, "expected lines of at most 1048576 bytes on stdout"],
    ["stderr without end", `for (;;) writeSync(2, "x".repeat(2 ** 16));`, "expected at most 67108864 bytes of output for one request"],
  ])("%s", async (_what, answer, message) => {
    const { evaluator } = await build(`if (x === 0) ${reply("{ count }")} ${answer}`);
    await expect(ask(evaluator)).rejects.toMatchObject({ message: expect.stringMatching(message), retryable: true });
    expect(await ask(evaluator, 0)).toEqual({ count: 1 });
  });

  test("a reply that nobody asked for", async () => {
    const { evaluator } = await build(`if (x < 0) setTimeout(() => say('{"infeasible": "late"}'), 5); ${reply("{ pid: process.pid }")}`);
    const { pid } = (await ask(evaluator, -1)) as { pid: number };
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
    expect(await ask(evaluator, 1)).not.toEqual({ pid });
  });

  test("one that reads no more", async () => {
    const { evaluator } = await build(`if (x < 0) { closeSync(0); setInterval(() => 0, 1e3); } ${reply("{ count }")}`);
    expect(await ask(evaluator, -1)).toEqual({ count: 1 });
    await expect(ask(evaluator, 1)).rejects.toMatchObject({ message: expect.stringMatching("it reads no more requests"), retryable: true });
    expect(await ask(evaluator, 1)).toEqual({ count: 1 });
  });
});

test("close lets an idle process end by the end of its input", async () => {
  const { evaluator, log } = await build(reply("{ count }"), { start: `process.on("exit", () => process.stderr.write("good bye\\n"));` });
  await ask(evaluator);
  await evaluator.close();
  expect(log("stderr.log")).toBe("good bye\n");
});

test("close ends a process that does not heed the end of its input", async () => {
  const { evaluator } = await build(reply("{ pid: process.pid }"), { start: `setInterval(() => 0, 1e3);` });
  const { pid } = (await ask(evaluator)) as { pid: number };
  await evaluator.close();
  expect(isAlive(pid)).toBe(false);
});

const python = process.env["PATH"]!.split(":").some((folder) => existsSync(join(folder, "python3")));
if (!python) process.stderr.write("skipped: a persistent Python simulator (there is no python3 on PATH)\n");

test.skipIf(!python)("a Python simulator need not flush", async () => {
  const path = file("simulator.py", "import json, sys\nfor line in sys.stdin:\n    print(json.dumps({'observables': {'x': json.loads(line)['parameters']['x']}}))\n");
  const evaluator = await commandAdapter.build({ command: ["python3", path], persistent: true }, environment(dirname(path)));
  open.push(evaluator);
  expect([await ask(evaluator, 0.1), await ask(evaluator, 0.2)]).toEqual([{ x: 0.1 }, { x: 0.2 }]);
});
