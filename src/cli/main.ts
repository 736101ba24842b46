#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { isClosedReader, outliveReader } from "./closed-reader.ts";
import { exitCode } from "./exit-codes.ts";
import { readManifest } from "./manifest.ts";
import { nodeProblem } from "./node-version.ts";

const manifest = readManifest();

const hostOption = ["--host <name>", "address to listen on; others than this computer need a --token (default: 127.0.0.1)"] as const;
const portOption = ["--port <n>", "port to listen on (default: any that is free)"] as const;
const tokenOption = ["--token <text>", "secret that pages and clients must know (default: a new one at every start)"] as const;
const engineOption = ["--engine <name>", "what computes: relaxed, strict, typescript or tensorflow (default: the fastest that runs here)"] as const;

/** Each command loads its own code, so that help and short commands start fast. */
const program = new Command("excursion")
  .description("Finds exclusion contours of expensive functions with as few evaluations as possible.")
  .version(manifest.version)
  .showSuggestionAfterError()
  .showHelpAfterError("(excursion --help lists the commands)")
  .exitOverride();

program
  .command("scan <config>")
  .description("start a scan, or resume it if its run directory holds its journal")
  .option("--out <directory>", "run directory (default: <config name>.scan)")
  .option("--set <key=value...>", "change a key of the config, for example budget.evaluations=300")
  .option(...engineOption)
  .option("--serve", "serve a live page of the scan")
  .option(...hostOption)
  .option(...portOption)
  .option(...tokenOption)
  .option("--from <directory>", "run directory of a scan whose points a new scan evaluates first")
  .option("--json", "write one event per line to stdout")
  .option("--quiet", "no progress, only the result")
  .action(async (config: string, options) => (await import("./scan-command.ts")).scanCommand(config, options));

program
  .command("init [directory]")
  .description("write a starter config and evaluator that run as they are")
  .option("--template <name>", "what to start from: module, command, http, plugin or proxy", "module")
  .action(async (directory: string | undefined, options) => (await import("./init-command.ts")).initCommand(directory ?? ".", options));

program
  .command("import <target> <source>")
  .description("bring earlier evaluations (a run directory, CSV file or HEPData table) into a scan, named by its run directory or config")
  .option("--column <name=title...>", "what the source calls a parameter or an observable")
  .option("--standard-error <observable=value...>", "of the values that come without one")
  .option("--offset [observable=deviation...]", "all values may be off by one amount, which is learned; on the transformed scale, by about so much")
  .option("--out <directory>", "run directory of a config's scan (default: <config name>.scan)")
  .action(async (target: string, source: string, options) => (await import("./import-command.ts")).importCommand(target, source, options));

program
  .command("validate <config>")
  .description("check a config and list every problem with its place")
  .option("--set <key=value...>", "change a key of the config before checking")
  .action(async (config: string, options) => (await import("./validate-command.ts")).validateCommand(config, options));

program
  .command("schema [config]")
  .description("print the JSON Schema of the config, for editors; that of one config has the options of its plugins")
  .action(async (config: string | undefined) => (await import("./schema-command.ts")).schemaCommand(config));

program
  .command("status <directory>")
  .description("say how far the scan in a run directory is")
  .option("--json", "as one JSON object")
  .action(async (directory: string, options) => (await import("./status-command.ts")).statusCommand(directory, options));

program
  .command("report <directory>")
  .description("write figures and tables of a scan")
  .option("--format <list>", "separated by commas: html, svg, png, pdf, csv, json, geojson, hepdata, histfitter, root", "html")
  .option("--overlay <directory...>", "draw the contours of other scans over the picture of this one")
  .option("--set <key=value...>", "change a key of the config, for example figure.points=evaluated")
  .option(...engineOption)
  .action(async (directory: string, options) => (await import("./report-command.ts")).reportCommand(directory, options));

program
  .command("contour <directory>")
  .description("print contours, also at other levels than those of the scan, without new evaluations")
  .option("--at <observable=level...>", "levels to draw, several of one observable separated by commas (default: the scan's thresholds)")
  .option("--format <name>", "json, csv, geojson or root", "json")
  .option("--out <file>", "file to write (default: stdout)")
  .action(async (directory: string, options) => (await import("./contour-command.ts")).contourCommand(directory, options));

program
  .command("compare <directory> <other>")
  .description("say how far the contours of a scan are from another scan's, or from the lines of a CSV file")
  .option("--json", "as one JSON list")
  .action(async (directory: string, other: string, options) => (await import("./compare-command.ts")).compareCommand(directory, other, options));

program
  .command("predict <directory>")
  .description("predict the observables at points of your own, as CSV")
  .option("--points <file.csv>", "points, one column a parameter")
  .option("--grid <n>", "a regular grid of n points along each parameter")
  .option("--out <file.csv>", "file to write (default: stdout)")
  .option(...engineOption)
  .action(async (directory: string, options) => (await import("./predict-command.ts")).predictCommand(directory, options));

program
  .command("serve <place>")
  .description("serve live pages and the ask/tell API of a config's scan, of a run directory, or of a folder of run directories")
  .option(...hostOption)
  .option(...portOption)
  .option(...tokenOption)
  .option("--out <directory>", "run directory of a config (default: <config name>.scan)")
  .option("--set <key=value...>", "change a key of the config, for example budget.evaluations=300")
  .option(...engineOption)
  .action(async (place: string, options) => (await import("./serve-command.ts")).serveCommand(place, options));

program
  .command("ask <place>")
  .description("hand out the next points of the scan of a config or run directory, as JSON lines")
  .option("-n, --number <n>", "how many points", "1")
  .option("--lease-seconds <n>", "how long a point is yours alone (default: evaluator.timeoutSeconds, or a day)")
  .option("--out <directory>", "run directory of a config (default: <config name>.scan)")
  .option("--set <key=value...>", "change a key of the config, for example budget.evaluations=300")
  .option(...engineOption)
  .action(async (place: string, options) => (await import("./ask-command.ts")).askCommand(place, options));

program
  .command("tell <directory>")
  .description("take results of points that were asked for, as JSON lines from stdin")
  .action(async (directory: string) => (await import("./tell-command.ts")).tellCommand(directory));

program
  .command("worker <queue-url>")
  .description("evaluate for scans with the adapter queue, on this machine, until it is ended")
  .option("--config <file>", "config whose evaluator to evaluate with (default: the only one with the adapter queue in this folder)")
  .option("--concurrency <n>", "evaluations at the same time", "1")
  .option("--out <directory>", "directory for the files of the evaluations (default: <config name>.worker)")
  .action(async (url: string, options) => (await import("./worker-command.ts")).workerCommand(url, options));

withModelOptions(program.command("cls <workspace>"))
  .description("test a signal strength of a HistFactory model: CLs as pyhf prints it")
  .option("--mu <value>", "signal strength", "1")
  .option("--test-stat <name>", "qtilde, q or q0", "qtilde")
  .action(async (workspace: string, options) => (await import("./cls-command.ts")).clsCommand(workspace, options));

withModelOptions(program.command("upper-limit <workspace>"))
  .description("upper limits on the signal strength of a HistFactory model, observed and expected")
  .option("--level <value>", "CLs at the limit", "0.05")
  .option("--test-stat <name>", "qtilde or q", "qtilde")
  .action(async (workspace: string, options) => (await import("./upper-limit-command.ts")).upperLimitCommand(workspace, options));

withModelOptions(program.command("fit <workspace>"))
  .description("best fit of a HistFactory model, with standard errors and -2 ln L")
  .option("--mu <value>", "hold the parameter of interest at this value")
  .action(async (workspace: string, options) => (await import("./fit-command.ts")).fitCommand(workspace, options));

program
  .command("inspect [workspace]")
  .description("say what a HistFactory workspace, a patchset or both hold")
  .option("--patchset <file>", "patchset")
  .option("--points <file.csv>", "write the patchset's points, as a config names them under \"points\"")
  .option("--json", "as one JSON object")
  .action(async (workspace: string | undefined, options) => (await import("./inspect-command.ts")).inspectCommand(workspace, options));

program
  .command("morph <patchset>")
  .description("make the signals of a patchset a continuous function of its two labels")
  .requiredOption("--workspace <file>", "the workspace the patchset is for")
  .requiredOption("--out <file>", "file to write")
  .action(async (patchset: string, options) => (await import("./morph-command.ts")).morphCommand(patchset, options));

await main();

/** What says which model: a workspace as it is, or patched. */
function withModelOptions(command: Command): Command {
  return command
    .option("--patch <file>", "JSON patch to apply; may be given several times", (file: string, files: string[]) => [...files, file], [])
    .option("--patchset <file>", "patchset, of which --name is applied")
    .option("--name <name>", "name of a patch of the patchset")
    .option("--measurement <name>", "measurement (default: the workspace's first)");
}

async function main(): Promise<void> {
  const problem = nodeProblem(process.versions.node, manifest.engines.node);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = exitCode.usage;
    return;
  }
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  try {
    await program.parseAsync();
  } catch (error) {
    if (isClosedReader(error)) return;
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : exitCode.usage;
    } else {
      process.exitCode = (await import("./report-error.ts")).reportError(error);
    }
  }
}
