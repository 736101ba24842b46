import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commandAdapter } from "../../adapters/command/index.ts";
import type { Evaluator } from "../../src/evaluation/index.ts";
import { context, environment, file, request } from "./scratch.ts";

const open: Evaluator[] = [];
afterEach(() => Promise.all(open.splice(0).map((evaluator) => evaluator.close())));

async function build(command: readonly string[], options: { result?: string; directory?: string } = {}): Promise<Evaluator> {
  const { directory = import.meta.dirname, ...rest } = options;
  const evaluator = await commandAdapter.build({ command: [...command], persistent: false, ...rest }, environment(directory));
  open.push(evaluator);
  return evaluator;
}

/** A command that runs a Node script's text. */
const script = (text: string, ...words: string[]) => [process.execPath, file("simulator.mjs", text), ...words];
const run = async (text: string, ...words: string[]) => (await build(script(text, ...words))).evaluate(request(), context());
const print = (text: string) => `process.stdout.write(${JSON.stringify(text)});`;

describe("a command is told the point", () => {
  test("by its arguments, each number in the shortest form that reads back the same", async () => {
    const command = script(`process.stdout.write(JSON.stringify({ words: process.argv.slice(2) }));`,
      "{x}", "{mass}", "{id}", "{attempt}", "{seed}", "--in={directory}", "$HOME; *");
    const given = context();
    const asked = { ...request({ x: 0.1 + 0.2, mass: -1e21 }), attempt: 3, seed: 4294967295 };
    expect(await (await build(command)).evaluate(asked, given)).toEqual({
      words: ["0.30000000000000004", "-1e+21", asked.id, "3", "4294967295", `--in=${given.directory}`, "$HOME; *"],
    });
  });

  test("by one line of JSON on its standard input", async () => {
    const given = context();
    const asked = request({ x: 0.1 + 0.2, mass: 5e-324 });
    const echo = await build(script(`import { readFileSync } from "node:fs"; process.stdout.write(readFileSync(0));`));
    expect(await echo.evaluate(asked, given)).toEqual(asked);
    expect(readFileSync(join(given.directory, "request.json"), "utf8")).toBe(`${JSON.stringify(asked)}\n`);
  });

  test("and need not read it", async () => {
    expect(await run(`process.stdin.destroy(); ${print('{"infeasible": "x"}')}`)).toEqual({ infeasible: "x" });
  });

  test("and works in the config's directory", async () => {
    const path = file("simulator.mjs", `process.stdout.write(JSON.stringify({ cwd: process.cwd() }));`);
    const evaluator = await build([process.execPath, basename(path)], { directory: dirname(path) });
    expect(await evaluator.evaluate(request(), context())).toEqual({ cwd: dirname(path) });
  });
});

describe("the reply is", () => {
  test("the last JSON line of stdout, whatever is printed around it", async () => {
    expect(await run(print('Welcome\n{"observables": {"y": 1}}\n{"observables": {"y": 2}}\r\nDone in 3 s\n'))).toEqual({ observables: { y: 2 } });
  });

  test("read with the NaN that Python prints", async () => {
    expect(await run(print('{"observables": {"y": NaN}}'))).toEqual({ observables: { y: NaN } });
  });

  test("what the result file holds", async () => {
    const text = `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], '{\\n  "infeasible": "pretty"\\n}\\n'); ${print('{"infeasible": "stdout"}')}`;
    const evaluator = await build(script(text, "{directory}/out.json"), { result: "{directory}/out.json" });
    expect(await evaluator.evaluate(request(), context())).toEqual({ infeasible: "pretty" });
  });

  test("not what the result file held before", async () => {
    const path = file("result.json", '{"infeasible": "stale"}');
    const evaluator = await build([process.execPath, "-e", ""], { result: basename(path), directory: dirname(path) });
    await expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({
      message: `expected the command to write ${path}, got only the file from before`, retryable: true,
    });
  });

  test.each([
    ["is missing", "", /^expected the command to write .*out\.json, got no such file$/],
    ["is cut off", `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], '{"observables": {');`, /^expected JSON in .*out\.json: SyntaxError/],
    ["is too long", `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], "x".repeat(2e6));`, /^expected at most 1048576 bytes in .*, got 2000000$/],
  ])("garbage when the result file %s", async (_what, text, message) => {
    const evaluator = await build(script(text, "{directory}/out.json"), { result: "{directory}/out.json" });
    await expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(message), retryable: true });
  });

  test.each([
    ["", "expected a JSON object as one line of stdout, got no output"],
    ["no luck\n42\n", "expected a JSON object as one line of stdout, got no luck | 42"],
  ])("garbage when stdout is %j", async (output, message) => {
    await expect(run(print(output))).rejects.toMatchObject({ message, retryable: true });
  });
});

describe("a failure", () => {
  test.each([
    ["exit code 1 with the last lines of stderr", `for (let i = 0; i < 12; i++) process.stderr.write(i + "\\n\\n"); process.stderr.write("  end \\n"); process.exit(1);`,
      { message: "exit code 1: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | end", retryable: false }],
    ["an exception's message, not its stack", `throw new RangeError("mass is negative");`,
      { message: expect.stringContaining("RangeError: mass is negative"), retryable: false }],
    ["exit code 75", `process.stderr.write("no licence"); process.exit(75);`, { message: "exit code 75: no licence", retryable: true }],
    ["exit code 2 with only stdout", `${print("usage: sim")} process.exitCode = 2;`,
      { message: "exit code 2: nothing on stderr, stdout ends with: usage: sim", retryable: false }],
    ["exit code 3 without a word", "process.exitCode = 3;", { message: "exit code 3: nothing on stderr or stdout", retryable: false }],
    ["a signal", `process.stderr.write("out of memory"); process.kill(process.pid, "SIGKILL");`,
      { message: "killed by SIGKILL: out of memory", retryable: true }],
    ["exit code 1 in spite of a reply", `${print('{"infeasible": "x"}')} process.exitCode = 1;`, { retryable: false }],
  ])("is %s", async (_what, text, failure) => {
    await expect(run(text)).rejects.toMatchObject({ name: "EvaluationError", ...failure });
  });

  test("is what cannot be started", async () => {
    const program = file("simulate", "#!/no/such/interpreter\n", 0o755);
    await expect((await build([program])).evaluate(request(), context())).rejects.toMatchObject({
      message: expect.stringContaining("No such file or directory"), retryable: false,
    });
    await expect((await build([process.execPath, "a\0b"])).evaluate(request(), context())).rejects.toMatchObject({ name: "EvaluationError" });
  });
});

describe("output", () => {
  test("is kept in the attempt's directory", async () => {
    const given = context();
    await (await build(script(`${print('{"infeasible": "x"}')} process.stderr.write("careful");`))).evaluate(request(), given);
    expect(readFileSync(join(given.directory, "stdout.log"), "utf8")).toBe('{"infeasible": "x"}');
    expect(readFileSync(join(given.directory, "stderr.log"), "utf8")).toBe("careful");
    expect(existsSync(join(given.directory, "process.json"))).toBe(false);
  });

  test.each(["stdout", "stderr"])("without bounds on %s ends the attempt, and the file is cut to 64 MiB", async (stream) => {
    const given = context();
    const flood = `import { writeSync } from "node:fs"; for (const block = "x".repeat(2 ** 20); ; ) writeSync(${stream === "stdout" ? 1 : 2}, block);`;
    await expect((await build(script(flood))).evaluate(request(), given)).rejects.toMatchObject({
      message: `expected at most 67108864 bytes of output, got more in ${stream}.log`, retryable: true,
    });
    expect(statSync(join(given.directory, `${stream}.log`)).size).toBe(64 * 2 ** 20);
  });
});

/** Starts a simulator that writes "ready" when it is, aborts it, and waits for the end. */
async function abort(text: string): Promise<string> {
  const controller = new AbortController();
  const given = context(controller.signal);
  const ready = join(given.directory, "ready");
  const evaluator = await build(script(`import { writeFileSync } from "node:fs"; ${text} writeFileSync(process.argv[2] + "/ready", "");`, "{directory}"));
  const evaluation = evaluator.evaluate(request(), given);
  await vi.waitUntil(() => existsSync(ready), { timeout: 20_000 });
  controller.abort();
  await expect(evaluation).rejects.toMatchObject({ message: "the evaluation was aborted", retryable: true });
  return given.directory;
}

describe("aborted", () => {
  test("a simulator that heeds TERM can put things in order", async () => {
    const directory = await abort(`process.on("SIGTERM", () => { writeFileSync(process.argv[2] + "/tidy", ""); process.exit(0); }); setInterval(() => 0, 1e3);`);
    expect(existsSync(join(directory, "tidy"))).toBe(true);
  });

  test("a simulator that takes no notice is killed", async () => {
    await abort(`process.on("SIGTERM", () => 0); setInterval(() => 0, 1e3);`);
  });
});

const python = process.env["PATH"]!.split(":").some((folder) => existsSync(join(folder, "python3")));
if (!python) process.stderr.write("skipped: a Python simulator (there is no python3 on PATH)\n");

test.skipIf(!python)("a Python simulator reads its line, writes its line and tells its exceptions", async () => {
  const text = [
    "import json, sys",
    "request = json.load(sys.stdin)",
    "if request['parameters']['x'] < 0: raise ValueError('singular matrix')",
    "print('hello'); print(json.dumps({'observables': {'y': request['parameters']['x'] / 3, 'z': float('nan')}}))",
  ].join("\n");
  const evaluator = await build(["python3", file("simulator.py", text)]);
  expect(await evaluator.evaluate(request({ x: 0.1 }), context())).toEqual({ observables: { y: 0.1 / 3, z: NaN } });
  await expect(evaluator.evaluate(request({ x: -1 }), context())).rejects.toMatchObject({
    message: expect.stringMatching(/^exit code 1: .*ValueError: singular matrix$/), retryable: false,
  });
});

test("a script on PATH may be a link, as the Python of a virtual environment is", async () => {
  const program = file("simulate", `#!/bin/sh\necho "{\\"infeasible\\": \\"$0\\"}"\n`, 0o755);
  const link = join(dirname(program), "link");
  execFileSync("ln", ["-s", program, link]);
  expect(await (await build(["./link"], { directory: dirname(program) })).evaluate(request(), context())).toEqual({ infeasible: link });
});
