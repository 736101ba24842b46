// Evaluates one point with a command until it is killed.
import { commandAdapter } from "../../../adapters/command/index.ts";

const { command, persistent, configDirectory, directory } = JSON.parse(process.argv[2]!) as {
  command: string[]; persistent: boolean; configDirectory: string; directory: string;
};
const evaluator = await commandAdapter.build(
  { command, persistent },
  { configDirectory, runDirectory: configDirectory, parameterNames: ["x"], observableNames: ["y"], workers: 1 },
);
const context = { signal: new AbortController().signal, directory, submitted: async () => undefined };
await evaluator.evaluate({ id: "p-0", attempt: 1, seed: 1, parameters: { x: 0.5 } }, context);
