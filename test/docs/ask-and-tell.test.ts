import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig } from "../../src/config/index.ts";
import { apiActions } from "../../src/server/api.ts";
import { openApiDocument } from "../../src/server/openapi.ts";
import { excursion, excursionReading, folderWith, startExcursion } from "../cli/excursion.ts";

const root = resolve(import.meta.dirname, "../..");
const page = (name: string) => {
  const text = readFileSync(join(root, "docs", `${name}.md`), "utf8");
  return { text, ofLanguage: (language: string) => [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map((match) => match[1]!.trim()) };
};

/** The first line that a command writes to stdout. */
const firstLine = (command: ReturnType<typeof startExcursion>): Promise<string> =>
  new Promise((found) => command.stdout!.once("data", (text: string) => found(String(text).trim())));

describe("the page on ask and tell", () => {
  const { text, ofLanguage } = page("ask-and-tell");
  const [config, point] = ofLanguage("json");
  const [ask, tell] = ofLanguage("sh");

  test("shows a config that is valid, and commands that carry its scan on", () => {
    expect(parseConfig(JSON.parse(config!), configPlugins)).toMatchObject({ evaluator: { adapter: "client" } });
    const folder = folderWith({ "asked.json": config! });
    const asked = excursion(folder, ...ask!.split(" ").slice(2));
    expect(asked).toMatchObject({ code: 0, stderr: "" });
    const points = asked.stdout.trim().split("\n").map((line) => JSON.parse(line) as { id: string });
    expect(points).toHaveLength(4);
    expect(Object.keys(points[0]!)).toEqual(Object.keys(JSON.parse(point!) as object));
    const [, result, args] = /^echo '(.*)' \| npx excursion (.*)$/.exec(tell!)!;
    const told = excursionReading(folder, result!.replace(/"id":"[^"]+"/, `"id":"${points[0]!.id}"`), ...args!.split(" "));
    expect(told).toMatchObject({ code: 0, stdout: `{"id":"${points[0]!.id}","status":"observed","repeated":false}\n` });
  });

  test("names every action and every status of the API", () => {
    for (const { name } of apiActions) expect(text).toMatch(new RegExp(`(/|\`)${name}\``));
    const { paths } = openApiDocument("0") as { paths: Record<string, { post?: { responses: object } }> };
    const codes = Object.keys(paths["/api/scans/{scan}/tell"]!.post!.responses).filter((code) => code !== "200");
    for (const code of codes) expect(text).toContain(`${code} `);
  });
});

test("the page on the live view has commands that serve what it says", async () => {
  const { ofLanguage } = page("live-view");
  const [scan, one, folderCommand] = ofLanguage("sh").map((command) => command.split(" ").slice(2));
  const folder = folderWith({});
  cpSync(join(root, "examples", "two-masses"), join(folder, "examples", "two-masses"), { recursive: true });
  const carriedOut = await startExcursion(folder, ...scan!).ended;
  expect(carriedOut.code).toBe(0);
  expect(carriedOut.stderr).toMatch(/^live page: http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/m);
  expect(existsSync(join(folder, "two-masses.scan", "report.html"))).toBe(true);
  for (const [args, sees] of [[one!, /<h1>two-masses<\/h1>/], [folderCommand!, /<a href="\/scans\/two-masses.scan">two-masses<\/a>/]] as const) {
    const server = startExcursion(folder, ...args);
    const address = await firstLine(server);
    const entered = await fetch(address, { redirect: "manual" });
    const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
    expect(await (await fetch(new URL("/", address), { headers: { cookie } })).text()).toMatch(sees);
    server.kill("SIGINT");
    expect(await server.ended).toMatchObject({ code: 0 });
  }
});
