import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisObstacle, type RedisServer, startRedis } from "../components/redis.ts";
import { until } from "../components/until.ts";
import { configText, disc, excursion, folderWith, startExcursion } from "./excursion.ts";

const password = "s3cret-of-the-worker";
const evaluator = { adapter: "queue", url: "redis://127.0.0.1:1", evaluator: { adapter: "module", module: "./evaluator.mjs" }, workers: 3 };

describe("a worker that cannot work says why", () => {
  const address = "redis://127.0.0.1:1";
  test.each([
    ["without a config", {}, [address], /expected one config with the adapter "queue" in this folder, got none; name .* with --config/],
    ["with two configs", { "a.json": configText({ evaluator }), "b.yaml": configText({ evaluator }) }, [address], /got a\.json, b\.yaml/],
    ["with a config of another adapter", { "a.json": configText() }, [address, "--config", "a.json"], /a\.json: expected .* "queue", got "module"/],
    ["with an address of something else", {}, ["http://user:secret@host"], /^expected the address of a Redis, such as "redis:\/\/host:6379"\n$/],
    ["with half a concurrency", {}, [address, "--concurrency", "0.5"], /--concurrency: expected a number of evaluations, 1 or more, got 0\.5/],
    ["without a Redis", { "a.json": configText({ evaluator }), "evaluator.mjs": disc }, [address], /expected a Redis at redis:\/\/127\.0\.0\.1:1, got connect ECONNREFUSED/],
    ["without its module", { "a.json": configText({ evaluator }) }, [address], /evaluator\.module: expected a JavaScript or TypeScript file/],
    ["with a module that does not load", { "a.json": configText({ evaluator }), "evaluator.mjs": "export default 3" }, [address], /expected a module that loads, .*expected a function/],
  ])("%s", (_what, files, words, message) => {
    const { code, stderr } = excursion(folderWith(files), "worker", ...words);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

test("a password in a config is refused, without being shown", () => {
  const folder = folderWith({ "config.json": configText({ evaluator: { ...evaluator, url: `redis://:${password}@host` } }), "evaluator.mjs": disc });
  const { code, stderr, stdout } = excursion(folder, "scan", "config.json");
  expect(code).toBe(2);
  expect(stderr).toMatch(/evaluator\.url: expected no password here.*EXCURSION_REDIS_PASSWORD/);
  expect(stderr + stdout).not.toContain(password);
});

describe.skipIf(redisObstacle !== undefined)("a scan and its workers", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    process.env["EXCURSION_REDIS_PASSWORD"] = password;
    redis = await startRedis(password);
  });
  afterAll(async () => {
    delete process.env["EXCURSION_REDIS_PASSWORD"];
    await redis.stop();
  });

  test("finish together, whichever is there first, and the worker ends when it is told to", async () => {
    const folder = folderWith({ "config.json": configText({ evaluator: { ...evaluator, url: redis.url } }), "evaluator.mjs": disc });
    const scan = startExcursion(folder, "scan", "config.json", "--json");
    const worker = startExcursion(folder, "worker", redis.url.replace("//", `//:${password}@`), "--concurrency", "2");
    const { code, stdout } = await scan.ended;
    expect(code).toBe(3);
    const arrived = stdout.trim().split("\n").map((line) => JSON.parse(line)).filter(({ type }) => type === "arrived");
    expect(arrived.map(({ outcome }) => outcome.kind)).toEqual(Array(8).fill("observed"));
    worker.kill("SIGTERM");
    const ended = await worker.ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/evaluating what scans ask of the evaluator of config\.json, 2 at a time/);
    const journal = readFileSync(join(folder, "toy.scan", "journal.jsonl"), "utf8");
    expect(ended.stderr + ended.stdout + journal + stdout).not.toContain(password);
  });

  test("a worker that is ended gives its point back, and another evaluates it", async () => {
    const slow = `import { existsSync, writeFileSync } from "node:fs";
      export default async ({ x }, { signal }) => {
        if (!existsSync("held")) { writeFileSync("held", ""); await new Promise((end) => { const t = setInterval(() => 0, 1e3); signal.onabort = () => end(clearInterval(t)); }); throw new Error("ended"); }
        return { observables: { depth: x - 0.5 } };
      };`;
    const one = { evaluator: { ...evaluator, url: redis.url, workers: 1 }, budget: { evaluations: 2 } };
    const folder = folderWith({ "config.json": configText(one), "evaluator.mjs": slow });
    const scan = startExcursion(folder, "scan", "config.json", "--quiet");
    const first = startExcursion(folder, "worker", redis.url);
    await until("the first point", () => existsSync(join(folder, "held")));
    first.kill("SIGINT");
    expect((await first.ended).code).toBe(0);
    const second = startExcursion(folder, "worker", redis.url);
    expect((await scan.ended).code).toBe(3);
    second.kill("SIGINT");
    await second.ended;
    const rows = readFileSync(join(folder, "toy.scan", "evaluations.csv"), "utf8").trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",").slice(1, 4))).toEqual([["observed", "design", "1"], ["observed", "design", "1"]]);
  });
});
