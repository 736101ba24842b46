import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { z } from "zod";
import { ConfigError, loadConfig, type ConfigInput, type ConfigPlugins, type ScanConfig } from "../../src/config/index.ts";
import type { EvaluatorPlugin } from "../../src/evaluation/index.ts";

function pluginNamed(name: string, options: z.ZodObject): EvaluatorPlugin {
  return { name, options, build: () => Promise.reject(new Error("not built in these tests")) };
}

export const plugins: ConfigPlugins = {
  evaluators: [
    pluginNamed("module", z.strictObject({ module: z.string().min(1).describe("File.") })),
    pluginNamed("command", z.strictObject({
      command: z.array(z.string()).min(1).describe("Program and arguments."),
      persistent: z.boolean().default(false).describe("One process for many points."),
    })),
    pluginNamed("plugin", z.looseObject({ plugin: z.string().describe("Package or file.") })),
  ],
  acquisitions: ["mutual-information", "sur", "straddle"],
};

/** The smallest config there is. */
export const smallest = {
  parameters: [{ name: "mGluino", lower: 800, upper: 2600 }, { name: "mLsp", lower: 0, upper: 1800 }],
  observables: [{ name: "cls", threshold: 0.05 }],
  evaluator: { adapter: "module", module: "./simulator.mjs", workers: 2 },
} satisfies ConfigInput;

export const directory = mkdtempSync(join(tmpdir(), "excursion-config-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Loads a config file with the text or bytes; other files may stand beside it. */
export function load(
  name: string, text: string | Uint8Array, overrides: readonly string[] = [], beside: Readonly<Record<string, string>> = {},
): Promise<ScanConfig> {
  for (const [file, content] of Object.entries({ ...beside, [name]: text })) writeFileSync(join(directory, file), content);
  return loadConfig(join(directory, name), overrides, plugins);
}

/** What a user reads when the config is wrong, with the folder of the file left out. */
export async function complaint(...config: Parameters<typeof load>): Promise<string> {
  try {
    await load(...config);
  } catch (error) {
    if (error instanceof ConfigError) return `\n${error.message.replaceAll(`${directory}/`, "")}\n`;
    throw error;
  }
  return "no complaint";
}
