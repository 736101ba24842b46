import { codeLoadingPlugins } from "../composition.ts";
import { loadConfig } from "../config/index.ts";

/** `excursion validate`: throws a ConfigError that lists every problem; says what the scan would be when there is none. */
export async function validateCommand(path: string, { set }: { readonly set?: readonly string[] }): Promise<void> {
  const { name, parameters, observables, evaluator, budget } = await loadConfig(path, set ?? [], codeLoadingPlugins);
  const list = (items: readonly { readonly name: string }[]): string => items.map((item) => item.name).join(", ");
  process.stdout.write(
    `${path} is valid: scan ${name} of ${list(observables)} over ${list(parameters)}, ` +
      `adapter ${evaluator.adapter}, at most ${budget.evaluations} evaluations\n`,
  );
}
