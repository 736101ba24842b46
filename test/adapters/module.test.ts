import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { moduleAdapter } from "../../adapters/module/index.ts";
import { createThreadPool } from "../../adapters/module/thread-pool.ts";
import { type Evaluator, maximumReplyBytes } from "../../src/evaluation/index.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { context, environment, file, request, scratch } from "./scratch.ts";

const open: Evaluator[] = [];
afterEach(() => Promise.all(open.splice(0).map((evaluator) => evaluator.close())));

/** An evaluator with one thread around a module's text. */
async function build(text: string, name = "simulator.mjs", workers = 1): Promise<Evaluator> {
  const path = file(name, text);
  const evaluator = await moduleAdapter.build({ module: basename(path) }, environment(dirname(path), workers));
  open.push(evaluator);
  return evaluator;
}

const evaluate = (evaluator: Evaluator) => evaluator.evaluate(request(), context());
const buildAndEvaluate = async (text: string, name?: string) => evaluate(await build(text, name));

/** Asks a simulator that answers with its thread at x = 0. */
const thread = async (evaluator: Evaluator) => evaluator.evaluate(request({ x: 0 }), context());
const threadId = `import { threadId } from "node:worker_threads";`;

describe("a module that cannot be used is found when the evaluator is built:", () => {
  test("no such file", async () => {
    const plan = moduleAdapter.build({ module: "./absent.mjs" }, environment(scratch));
    await expect(plan).rejects.toThrow(
      `evaluator.module: expected a JavaScript or TypeScript file, got ./absent.mjs: there is no file ${join(scratch, "absent.mjs")}`,
    );
  });

  test.each([
    ["throws", `const a = 1;\nthrow new Error("no data file");`, "no data file (simulator.mjs:2:7)"],
    ["throws something odd", `throw undefined;`, "not an error but nothing"],
    ["imports what is not there", `import "./absent.mjs";`, "Cannot find module"],
    ["is not JavaScript", `const a = 1;\nexport default function ({`, "SyntaxError: Unexpected end of input (simulator.mjs:2)"],
    ["imports a name that is not there", `import { nothing } from "node:fs";`, "does not provide an export named 'nothing' (simulator.mjs:1)"],
    ["ends the process", `process.exit(4);`, "the evaluator ended its thread with process.exit(4)"],
    ["has no default export", `export const evaluate = () => 1;`,
      "expected a function (parameters, context) => result as default export, got nothing (it exports evaluate)"],
    ["exports something else", `export default { x: 1 };`, "as default export, got { x: 1 }"],
    ["breaks soon after", `queueMicrotask(() => { throw new Error("late"); }); await new Promise(() => setInterval(() => 0, 1e3));`,
      "uncaught in the evaluator's thread: late"],
  ])("one that %s", async (_what, text, reason) => {
    const problem: unknown = await build(text).catch((error: unknown) => error);
    expect(problem).toMatchObject({ name: "EvaluationError", retryable: false, message: expect.stringContaining(reason) });
    expect((problem as Error).message).toMatch(/^evaluator\.module: expected a module that loads, got .*simulator\.mjs: /);
  });

  test("one that never finishes loading", async () => {
    const clock = createManualClock();
    const plan = createThreadPool({ module: file("simulator.mjs", `for (;;);`), threads: 1, clock });
    clock.advance(60);
    await expect(plan).rejects.toThrow("still loading after 60 s");
  });

  test("TypeScript that is more than types", async () => {
    await expect(build(`enum A { b }\nexport default () => A.b;`, "simulator.ts")).rejects.toThrow(/enum is not supported.*simulator\.ts:1/);
  });

  test("TypeScript where this Node does not read it", async () => {
    const features = vi.spyOn(process.features, "typescript", "get").mockReturnValue(false);
    await expect(build(`export default () => 1;`, "simulator.ts")).rejects.toThrow(/does not read TypeScript, got simulator\.ts; use Node 22\.18/);
    features.mockRestore();
  });
});

describe("the function", () => {
  test("gets the parameters and its context", async () => {
    const evaluator = await build(`export default (parameters, { signal, ...rest }) => ({ parameters, ...rest, aborted: signal.aborted });`);
    const [asked, given] = [request(), context()];
    expect(await evaluator.evaluate(asked, given)).toEqual({ ...asked, directory: given.directory, aborted: false });
  });

  test.each([
    ["simulator.ts", `export default async (p: Record<string, number>): Promise<number> => p["x"]!;`],
    ["simulator.cjs", `module.exports = ({ x }) => x;`],
    ["with space & ünïcode.mjs", `export default ({ x }) => x;`],
  ])("may be in %s", async (name, text) => {
    expect(await buildAndEvaluate(text, name)).toBe(0.5);
  });

  test("is loaded once a thread and keeps its state", async () => {
    const evaluator = await build(`let calls = 0; export default () => ++calls;`);
    expect([await evaluate(evaluator), await evaluate(evaluator)]).toEqual([1, 2]);
  });

  test("keeps values that JSON has no word for", async () => {
    expect(await buildAndEvaluate(`export default () => ({ observables: { y: NaN, z: -Infinity } });`)).toEqual({
      observables: { y: NaN, z: -Infinity },
    });
  });
});

describe("what the function prints", () => {
  test("is in the attempt's directory", async () => {
    const evaluator = await build(`export default () => { console.log("to", "out"); process.stderr.write("to err\\n"); return 1; };`);
    const given = context();
    await evaluator.evaluate(request(), given);
    expect(readFileSync(join(given.directory, "stdout.log"), "utf8")).toBe("to out\n");
    expect(readFileSync(join(given.directory, "stderr.log"), "utf8")).toBe("to err\n");
  });

  test("leaves no file when it is nothing", async () => {
    const given = context();
    await (await build(`export default () => 1;`)).evaluate(request(), given);
    expect(existsSync(join(given.directory, "stdout.log"))).toBe(false);
  });

  test("is bounded", async () => {
    const given = context();
    const evaluator = await build(`export default () => { for (let i = 0; i < 30; i++) console.log("x".repeat(2 ** 20)); return 1; };`);
    await evaluator.evaluate(request(), given);
    const printed = readFileSync(join(given.directory, "stdout.log"), "latin1");
    expect(printed.length).toBeLessThan(16 * 2 ** 20 + 100);
    expect(printed).toMatch(/the rest was dropped\]\n$/);
  });

  test("never reaches the scan's standard output, also while loading", () => {
    const module = file("simulator.mjs", `console.log("loading"); export default () => { console.log("working"); return 1; };`);
    const { stdout } = runDriver(module);
    expect(stdout).toBe('{"reply":1}\n');
  });
});

/** Evaluates once in a process of its own, as the command line would. */
function runDriver(module: string, ...nodeOptions: string[]): { stdout: string } {
  const driver = join(import.meta.dirname, "simulators", "module-driver.ts");
  return { stdout: execFileSync(process.execPath, [...nodeOptions, driver, module, scratch], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }) };
}

describe("an attempt is all it costs", () => {
  test.each([
    ["an exception", `throw new TypeError("not a mass");`, { message: expect.stringMatching(/^TypeError: not a mass \(simulator\.mjs:3:/), retryable: false }],
    ["an exception that asks for a retry", `throw Object.assign(new Error("no licence"), { retryable: true });`,
      { message: expect.stringContaining("no licence"), retryable: true }],
    ["throwing a text", `throw "text";`, { message: "text", retryable: false }],
    ["throwing nothing", `throw undefined;`, { message: "not an error but nothing", retryable: false }],
    ["throwing what cannot be read", `throw new Proxy(new Error("x"), { get() { throw new Error("trap"); } });`, {}],
    ["returning a function", `return () => 1;`, { message: expect.stringContaining("expected a plain object as result"), retryable: true }],
    ["returning a class with methods as fields", `return { y: Symbol("y") };`, { message: expect.stringContaining("expected a plain object"), retryable: true }],
    ["returning too much", `return "x".repeat(2e6);`,
      { message: expect.stringContaining(`expected a result of at most ${maximumReplyBytes} bytes, got 2000`), retryable: true }],
    ["process.exit", `process.exit(0);`, { message: "the evaluator ended its thread with process.exit(0)", retryable: true }],
    ["an unhandled rejection", `Promise.reject(new Error("floating")); return new Promise(() => setInterval(() => 0, 1e3));`,
      { message: "uncaught in the evaluator's thread: floating", retryable: true }],
    ["an uncaught exception", `setTimeout(() => nothing.at.all); return new Promise(() => 0);`,
      { message: "uncaught in the evaluator's thread: ReferenceError: nothing is not defined", retryable: true }],
  ])("%s", async (_what, body, failure) => {
    const evaluator = await build(`${threadId}\nexport default ({ x }) => { if (x === 0) return threadId;\n${body} };`);
    await expect(evaluate(evaluator)).rejects.toMatchObject({ name: "EvaluationError", ...failure });
    expect(await thread(evaluator)).toEqual(expect.any(Number));
  });

  test("a cyclic result, which comes through as it is", async () => {
    const reply = (await buildAndEvaluate(`export default () => { const a = { y: 1 }; a.self = a; return a; };`)) as Record<string, unknown>;
    expect(reply["self"]).toBe(reply);
  });

  test("what goes wrong after the answer; at worst this attempt or the next is made again", async () => {
    const evaluator = await build(`${threadId}
      export default ({ x }) => { if (x !== 0) setTimeout(() => { throw new Error("afterwards"); }); return threadId; };`);
    const orUncaught = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => {
      expect(error).toMatchObject({ message: "uncaught in the evaluator's thread: afterwards", retryable: true });
    });
    const first = await thread(evaluator);
    await orUncaught(evaluate(evaluator));
    await vi.waitUntil(async () => ![first, undefined].includes(await orUncaught(thread(evaluator))), { timeout: 20_000 });
  });

  test("running out of memory", () => {
    const module = file("simulator.mjs", `export default () => { for (const all = []; ; ) all.push(new Array(1e5).fill(Math.random())); };`);
    expect(runDriver(module, "--max-old-space-size=100").stdout).toBe(
      '{"failed":"the evaluator\'s thread ran out of memory","retryable":true}\n',
    );
  });
});

describe("aborted", () => {
  test("a function that heeds its signal ends by itself, and its thread stays", async () => {
    const evaluator = await build(`${threadId}
      import { writeFileSync } from "node:fs";
      export default ({ x }, { signal, directory }) => x === 0 ? threadId : new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve({ infeasible: "aborted in " + threadId }));
        writeFileSync(directory + "/ready", "");
      });`);
    const before = await evaluator.evaluate(request({ x: 0 }), context());
    const abort = new AbortController();
    const given = context(abort.signal);
    const reply = evaluator.evaluate(request(), given);
    await vi.waitUntil(() => existsSync(join(given.directory, "ready")), { timeout: 20_000 });
    abort.abort();
    expect(await reply).toEqual({ infeasible: `aborted in ${String(before)}` });
    expect(await evaluator.evaluate(request({ x: 0 }), context())).toBe(before);
  });

  test.each([
    ["an endless loop", `for (;;);`],
    ["waiting for a child process", `execFileSync(process.execPath, ["-e", "setInterval(() => 0, 1e3)"]);`],
  ])("%s is ended by replacing the thread", async (_what, body) => {
    const path = file("simulator.mjs", `import { writeFileSync } from "node:fs"; import { execFileSync } from "node:child_process";
      export default ({ x }, { directory }) => { if (x === 0) return 1; writeFileSync(directory + "/ready", ""); ${body} };`);
    const clock = createManualClock();
    const evaluator = await createThreadPool({ module: path, threads: 1, clock });
    open.push(evaluator);
    const abort = new AbortController();
    const given = context(abort.signal);
    const reply = evaluator.evaluate(request(), given);
    await vi.waitUntil(() => existsSync(join(given.directory, "ready")), { timeout: 20_000 });
    const waiting = evaluator.evaluate(request({ x: 0 }), context());
    abort.abort();
    clock.advance(1);
    await expect(reply).rejects.toMatchObject({ message: "the evaluation was aborted", retryable: true });
    expect(await waiting).toBe(1);
  });

  test("a listener of the signal is not called once the answer is given", async () => {
    const evaluator = await build(`let heard = 0; export default (_, { signal }) => { signal.addEventListener("abort", () => heard++); return heard; };`);
    await evaluate(evaluator);
    expect(await evaluate(evaluator)).toBe(0);
  });
});
