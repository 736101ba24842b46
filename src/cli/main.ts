#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCode } from "./exit-codes.ts";

/** Each command loads its own code, so that help and short commands start fast. */
const program = new Command("excursion")
  .description("Finds exclusion contours of expensive functions with as few evaluations as possible.")
  .version(version())
  .showSuggestionAfterError()
  .showHelpAfterError("(excursion --help lists the commands)")
  .exitOverride();

program
  .command("scan <config>")
  .description("start a scan, or resume it if its run directory holds its journal")
  .option("--out <directory>", "run directory (default: <config name>.scan)")
  .option("--set <key=value...>", "change a key of the config, for example budget.evaluations=300")
  .option("--json", "write one event per line to stdout")
  .option("--quiet", "no progress, only the result")
  .action(async (config: string, options) => (await import("./scan-command.ts")).scanCommand(config, options));

program
  .command("init [directory]")
  .description("write a starter config and evaluator that run as they are")
  .action(async (directory: string | undefined) => (await import("./init-command.ts")).initCommand(directory ?? "."));

program
  .command("validate <config>")
  .description("check a config and list every problem with its place")
  .option("--set <key=value...>", "change a key of the config before checking")
  .action(async (config: string, options) => (await import("./validate-command.ts")).validateCommand(config, options));

program
  .command("schema")
  .description("print the JSON Schema of the config, for editors")
  .action(async () => (await import("./schema-command.ts")).schemaCommand());

program
  .command("status <directory>")
  .description("say how far the scan in a run directory is")
  .option("--json", "as one JSON object")
  .action(async (directory: string, options) => (await import("./status-command.ts")).statusCommand(directory, options));

program
  .command("report <directory>")
  .description("write figures and tables of a scan")
  .option("--format <list>", "html, svg, csv or json, separated by commas", "html")
  .action(async (directory: string, options) => (await import("./report-command.ts")).reportCommand(directory, options));

program
  .command("predict <directory>")
  .description("predict the observables at points of your own, as CSV")
  .option("--points <file.csv>", "points, one column a parameter")
  .option("--grid <n>", "a regular grid of n points along each parameter")
  .option("--out <file.csv>", "file to write (default: stdout)")
  .action(async (directory: string, options) => (await import("./predict-command.ts")).predictCommand(directory, options));

await main();

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : exitCode.usage;
    } else {
      process.exitCode = (await import("./report-error.ts")).reportError(error);
    }
  }
}

function version(): string {
  const manifest = new URL(import.meta.url.endsWith(".ts") ? "../../package.json" : "../../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
