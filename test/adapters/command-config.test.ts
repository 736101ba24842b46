import * as fc from "fast-check";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findExecutable } from "../../adapters/command/executable.ts";
import { commandAdapter } from "../../adapters/command/index.ts";
import { parseTemplate } from "../../adapters/command/template.ts";
import { environment, file, scratch } from "./scratch.ts";

afterEach(() => void vi.unstubAllEnvs());

const names = ["mGluino", "mLsp", "id", "directory"];
const fill = (text: string) => parseTemplate(text, names, "evaluator.command[1]").substitute({ mGluino: "1200.5", mLsp: "-1e-7", id: "p-7", directory: "/a b" });

describe("placeholders", () => {
  test.each([
    ["{mGluino}", "1200.5"],
    ["--masses={mGluino},{mLsp}", "--masses=1200.5,-1e-7"],
    ["{directory}/{id}.json", "/a b/p-7.json"],
    ["no placeholder", "no placeholder"],
    ["", ""],
    ['{"m": {mGluino}, "more": {"m": {mLsp}}}', '{"m": 1200.5, "more": {"m": -1e-7}}'],
    ["{{mGluino}} {{HOME}}", "{mGluino} {HOME}"],
    ["${{HOME}} {1,2} {} {a b} }{", "${HOME} {1,2} {} {a b} }{"],
    ["{{a b}}", "{{a b}}"],
  ])("%s becomes %s", (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  test("one that is not known is an error with a suggestion and the way out", () => {
    expect(() => fill("--m={mGlunio}")).toThrow(
      "evaluator.command[1]: expected a placeholder among {mGluino}, {mLsp}, {id}, {directory}, got {mGlunio}; " +
        "did you mean `mGluino`? (write {{mGlunio}} for the text {mGlunio})",
    );
  });

  test("may have any parameter name, and values are never read again", () => {
    const template = parseTemplate("{m(χ̃)} {$&}", ["m(χ̃)", "$&"], "");
    expect(template.substitute({ "m(χ̃)": "{$&} $1", "$&": "1" })).toBe("{$&} $1 1");
  });

  test("text without a brace stays as it is", () => {
    fc.assert(fc.property(fc.string().map((text) => text.replaceAll(/[{}]/g, "")), (text) => void expect(fill(text)).toBe(text)));
  });
});

describe("the executable", () => {
  const program = file("simulate", "#!/bin/sh\n", 0o755);
  const data = file("simulate", "not a program");

  test("is searched for on PATH", async () => {
    vi.stubEnv("PATH", `/nowhere:${dirname(data)}:${dirname(program)}`);
    expect(await findExecutable("simulate", scratch)).toBe(program);
  });

  test("with a slash is relative to the config", async () => {
    expect(await findExecutable("./simulate", dirname(program))).toBe(program);
    expect(await findExecutable(program, "/")).toBe(program);
  });

  test("that is missing is told with where it was looked for", async () => {
    vi.stubEnv("PATH", `/usr/nowhere:${dirname(data)}`);
    await expect(findExecutable("pyhton3", scratch)).rejects.toThrow(
      `evaluator.command[0]: expected an executable on PATH, got pyhton3, which is in none of /usr/nowhere:${dirname(data)}`,
    );
    await expect(findExecutable("simulate", dirname(data))).rejects.toThrow('the file next to the config is "./simulate"');
  });

  test("that is no executable file is told with the repair", async () => {
    await expect(findExecutable("./absent", scratch)).rejects.toThrow(`expected an executable file, got ./absent: there is no file ${join(scratch, "absent")}`);
    await expect(findExecutable("./simulate", dirname(data))).rejects.toThrow(/is not executable \(chmod \+x it, or name its interpreter first/);
    await expect(findExecutable("./", scratch)).rejects.toThrow("there is no file");
  });
});

const parses = (options: unknown) => commandAdapter.options.safeParse(options).success;

describe("options", () => {
  test("are checked", () => {
    expect(commandAdapter.options.parse({ command: ["sim"] })).toEqual({ command: ["sim"], persistent: false });
    expect(parses({ command: [] })).toBe(false);
    expect(parses({ command: [""] })).toBe(false);
    expect(parses({ command: "python3 sim.py" })).toBe(false);
    expect(parses({ command: ["sim"], shell: true })).toBe(false);
  });

  test.each<[string, object, string]>([
    ["an unknown placeholder", { command: ["node", "a", "{masss}"] }, "evaluator.command[2]: expected a placeholder among {x}, {mass}, {id}"],
    ["an unknown placeholder of the result", { command: ["node"], result: "{dir}/r.json" }, "evaluator.result: expected a placeholder among"],
    ["a placeholder in a persistent command", { command: ["node", "{x}"], persistent: true },
      "evaluator.command[1]: expected no placeholder, since a persistent command starts before there is a point, got {x}"],
    ["a result file of a persistent command", { command: ["node"], persistent: true, result: "{directory}/r.json" },
      "evaluator.result: expected none, since a persistent command replies on stdout, got {directory}/r.json"],
    ["one result file for several workers", { command: ["node"], result: "result.json" },
      "evaluator.result: expected a file of each evaluation's own, as {directory}/result.json, when workers is more than 1, got result.json"],
    ["a missing program", { command: ["no-such-program"] }, "evaluator.command[0]: expected an executable on PATH, got no-such-program"],
  ])("%s is an error before anything runs", async (_what, options, message) => {
    const plan = commandAdapter.build(commandAdapter.options.parse(options), environment(scratch, 2));
    await expect(plan).rejects.toThrow(message);
  });

  test("a parameter may share its name with a placeholder as long as the placeholder is not used", async () => {
    const shared = { ...environment(scratch), parameterNames: ["id"] };
    await expect(commandAdapter.build({ command: ["node", "{id}"], persistent: false }, shared)).rejects.toThrow("expected {id} to mean one thing");
    const evaluator = await commandAdapter.build({ command: ["node", basename(scratch)], persistent: false }, shared);
    await evaluator.close();
  });
});
