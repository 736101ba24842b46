import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { EvaluationError, type EvaluatorEnvironment, type EvaluatorPlugin, systemClock } from "../../src/evaluation/index.ts";
import { findExecutable } from "./executable.ts";
import { createOneShot } from "./one-shot.ts";
import { createPersistent } from "./persistent.ts";
import { parseTemplate, type Template } from "./template.ts";

const options = z.strictObject({
  command: z
    .array(z.string())
    .min(1)
    .refine(([executable]) => executable !== "", "expected a program first, got an empty text")
    .describe("Program and arguments; {name}, {id}, {seed}, {attempt}, {events} and {directory} are filled in. No shell is involved"),
  result: z.string().min(1).optional().describe("File the command writes its result to; default: the last JSON line of stdout"),
  persistent: z.boolean().default(false).describe("Keep one process per worker: one JSON line in, one JSON line out"),
});

const ownPlaceholders = ["id", "seed", "attempt", "directory", "events"];

/** Evaluates by running a program, once for every attempt or as one long-lived process per worker. */
export const commandAdapter: EvaluatorPlugin<typeof options> = {
  name: "command",
  options,
  async build({ command, result, persistent }, environment) {
    const { configDirectory: cwd, workers, clock = systemClock } = environment;
    const [name, ...words] = command as [string, ...string[]];
    const executable = await findExecutable(name, cwd);
    const names = [...environment.parameterNames, ...ownPlaceholders];
    const templates = words.map((text, i) => parseTemplate(text, names, `evaluator.command[${i + 1}]`));
    if (persistent) {
      const early = templates.findIndex(({ placeholders }) => placeholders.size > 0);
      if (early >= 0) throw configError(`command[${early + 1}]`, "no placeholder, since a persistent command starts before there is a point", words[early]);
      if (result !== undefined) throw configError("result", "none, since a persistent command replies on stdout", result);
      const argv = [executable, ...templates.map(({ substitute }) => substitute({}))] as const;
      return createPersistent({ argv, cwd, folder: folderOf(command, environment), workers, clock });
    }
    const resultTemplate = result === undefined ? undefined : parseTemplate(result, names, "evaluator.result");
    checkPlaceholders([...templates, ...(resultTemplate === undefined ? [] : [resultTemplate])], environment);
    if (resultTemplate !== undefined && workers > 1 && !["id", "directory"].some((own) => resultTemplate.placeholders.has(own))) {
      throw configError("result", "a file of each evaluation's own, as {directory}/result.json, when workers is more than 1", result);
    }
    return createOneShot({
      executable, arguments: templates, cwd, workers, clock,
      ...(resultTemplate !== undefined && { result: resultTemplate }),
    });
  },
};

/** The folder of the long-lived processes, the same when a scan resumes. */
function folderOf(command: readonly string[], { runDirectory }: EvaluatorEnvironment): string {
  const key = createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 8);
  return join(runDirectory, `persistent-${key}`);
}

function checkPlaceholders(templates: readonly Template[], { parameterNames }: EvaluatorEnvironment): void {
  for (const name of ownPlaceholders) {
    if (parameterNames.includes(name) && templates.some(({ placeholders }) => placeholders.has(name))) {
      throw configError("command", `{${name}} to mean one thing`, `a parameter of that name; read it from standard input, or rename it`);
    }
  }
}

function configError(option: string, expectation: string, value: unknown): EvaluationError {
  return new EvaluationError(`evaluator.${option}: expected ${expectation}, got ${String(value)}`, false);
}
