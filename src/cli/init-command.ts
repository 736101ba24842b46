import { configPlugins } from "../composition.ts";
import { writeStarter } from "../config/index.ts";

/** `excursion init`: a config and an evaluator that run as they are, and the line that runs them. */
export async function initCommand(directory: string): Promise<void> {
  const paths = await writeStarter(directory, configPlugins);
  process.stdout.write(`wrote ${paths.join(" and ")}; start the scan with\n\n  npx excursion scan ${paths[0]}\n`);
}
