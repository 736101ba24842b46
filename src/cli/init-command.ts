import { codeLoadingPlugins } from "../composition.ts";
import { commandBefore, templateNames, writeStarter } from "../config/index.ts";
import { UsageError } from "./usage-error.ts";

/** `excursion init`: a config and an evaluator that run as they are, and the lines that run them. */
export async function initCommand(directory: string, { template }: { readonly template: string }): Promise<void> {
  if (!templateNames.includes(template)) throw new UsageError(`expected --template to be one of ${templateNames.join(", ")}, got ${template}`);
  const paths = await writeStarter(directory, template, codeLoadingPlugins);
  const before = commandBefore(template);
  const lines = [...(before === undefined ? [] : [`(cd ${directory} && ${before})    # in a terminal of its own`]), `npx excursion scan ${paths[0]}`];
  process.stdout.write(`wrote ${paths.slice(0, -1).join(", ")} and ${paths.at(-1)}; start the scan with\n\n${lines.map((line) => `  ${line}\n`).join("")}`);
}
