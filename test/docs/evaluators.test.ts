import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { configJsonSchema, parseConfig } from "../../src/config/index.ts";
import { excursion, folderWith } from "../cli/excursion.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/evaluators.md"), "utf8");
const ofLanguage = (language: string) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map((match) => match[1]!);
const [service, plugin] = ofLanguage("json").map((text) => JSON.parse(text) as object);

const scanOf = (evaluator: object) => ({
  parameters: [{ name: "x", lower: 0, upper: 2 }],
  observables: [{ name: "clsObserved", threshold: 0.05, side: "below" }],
  evaluator,
  budget: { evaluations: 6 },
});

test("the page on evaluators shows a service's config that is valid, and all of its options with their defaults", () => {
  const { options } = parseConfig(scanOf(service!), configPlugins).evaluator;
  const variants = (configJsonSchema(configPlugins)["properties"] as { evaluator: { oneOf: { properties: Record<string, { const?: string }> }[] } }).evaluator.oneOf;
  const common = new Set(["adapter", "workers", "timeoutSeconds", "retries"]);
  const known = Object.keys(variants.find(({ properties }) => properties["adapter"]!.const === "http")!.properties).filter((name) => !common.has(name));
  for (const name of known) expect(page).toContain(`\`${name}\``);
  const { connectTimeoutSeconds, headersTimeoutSeconds, bodyTimeoutSeconds, pollSeconds, busySeconds } = options;
  expect(page).toContain(`| ${String(connectTimeoutSeconds)}, ${String(headersTimeoutSeconds)}, ${String(bodyTimeoutSeconds)} |`);
  expect(page).toMatch(new RegExp(`\`pollSeconds\` .* \\| ${String(pollSeconds)} \\|\\n.*\`busySeconds\` .* \\| ${String(busySeconds)} \\|`));
});

test("the page on evaluators shows a plugin that runs", () => {
  const folder = folderWith({ "reweighting-service.mts": ofLanguage("ts")[0]!, "scan.json": JSON.stringify(scanOf({ ...plugin, workers: 1 })) });
  expect(excursion(folder, "scan", "scan.json", "--quiet")).toMatchObject({ code: 3, stderr: "" });
  expect(JSON.parse(readFileSync(join(folder, "scan.scan/result.json"), "utf8"))).toMatchObject({ evaluations: { observed: 6 } });
});
