import { EvaluationError } from "../../src/evaluation/index.ts";
import { didYouMean } from "../../src/space/index.ts";

/** A text with placeholders, checked. */
export interface Template {
  readonly placeholders: ReadonlySet<string>;
  substitute(values: Readonly<Record<string, string>>): string;
}

const braces = /\{\{([^{}]*)\}\}|\{([^{}]*)\}/g;
const word = /^[A-Za-z_]\w*$/;

/**
 * Reads a text in which `{name}` stands for a value and `{{name}}` for the text `{name}`. Braces around anything but a
 * name stand for themselves, so that JSON can be written as it is: `{"m": {mGluino}}`. Throws an EvaluationError when a
 * placeholder is none of the names; `place` says where, as in `evaluator.command[2]`.
 */
export function parseTemplate(text: string, names: readonly string[], place: string): Template {
  const placeholders = new Set<string>();
  for (const [all, , name] of text.matchAll(braces)) {
    if (name === undefined || (!names.includes(name) && !word.test(name))) continue;
    if (!names.includes(name)) {
      throw new EvaluationError(
        `${place}: expected a placeholder among ${names.map((known) => `{${known}}`).join(", ")}, got ${all}${didYouMean(name, names)} ` +
          `(write {${all}} for the text ${all})`,
        false,
      );
    }
    placeholders.add(name);
  }
  return {
    placeholders,
    substitute: (values) =>
      text.replace(braces, (all: string, escaped: string | undefined, name: string | undefined) => {
        if (escaped !== undefined) return names.includes(escaped) || word.test(escaped) ? `{${escaped}}` : all;
        return name !== undefined && placeholders.has(name) ? values[name]! : all;
      }),
  };
}
