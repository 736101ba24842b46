import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { queueAdapter, startQueueWorker } from "../../adapters/queue/index.ts";
import { readJob } from "../../adapters/queue/job.ts";
import { queueNameOf } from "../../adapters/queue/queue-name.ts";
import { shownUrl, urlProblem } from "../../adapters/queue/redis.ts";
import type { WrappedOptions } from "../../adapters/wrapped/options.ts";
import { redisObstacle, type RedisServer, startRedis } from "../components/redis.ts";
import { until } from "../components/until.ts";
import { context, file, request, scratch } from "./scratch.ts";

test.each(["redis://host:6379", "rediss://host", "redis://user:word@host:1/2", "redis://[::1]:6379"])("%s is the address of a Redis", (url) => {
  expect(urlProblem(url)).toBeUndefined();
});

test.each(["", "host:6379", "http://host", "redis://", "redis:///tmp/socket"])("%j is none", (url) => {
  expect(urlProblem(url)).toMatch(/expected the address of a Redis/);
});

test("an address is shown without name and password", () => {
  expect(shownUrl("redis://user:word@host:1/2")).toBe("redis://host:1/2");
});

test.each([
  ["no object", "rm -rf /"],
  ["an id that leaves the folder", { id: "../x", attempt: 1, seed: 1, parameters: { x: 1 } }],
  ["an id that is hidden", { id: ".x", attempt: 1, seed: 1, parameters: { x: 1 } }],
  ["a command beside the point", { id: "p-1", attempt: 1, seed: 1, parameters: { x: 1 }, command: ["rm"] }],
  ["a parameter that is no number", { id: "p-1", attempt: 1, seed: 1, parameters: { x: "$(rm)" } }],
  ["a parameter that is missing", { id: "p-1", attempt: 1, seed: 1, parameters: {} }],
  ["an attempt that is no number", { id: "p-1", attempt: "1/../..", seed: 1, parameters: { x: 1 } }],
])("a worker refuses %s", (_what, data) => {
  expect(() => readJob(data, ["x"])).toThrow(/expected a point as job/);
});

describe("a queue is that of its evaluator", () => {
  const at = (configDirectory: string, parameterNames = ["x"]) => ({ configDirectory, runDirectory: "/", parameterNames, observableNames: ["y"], workers: 1 });
  const command = (words: string[], timeoutSeconds?: number): WrappedOptions => ({ adapter: "command", command: words, persistent: false, timeoutSeconds });

  test("and how long an evaluation may take, or where its folder is, is no difference", () => {
    const [here, there] = [dirname(file("sim.py", "1")), dirname(file("sim.py", "1"))];
    expect(queueNameOf(command(["python3", "sim.py"], 1), at(here))).toBe(queueNameOf(command(["python3", "sim.py"], 2), at(there)));
  });

  test("but the words, the parameters and the text of a file are", () => {
    const [here, changed] = [dirname(file("sim.py", "1")), dirname(file("sim.py", "2"))];
    const names = [
      queueNameOf(command(["python3", "sim.py"]), at(here)), queueNameOf(command(["python3", "sim.py"]), at(changed)),
      queueNameOf(command(["python3", "sim.py", "-v"]), at(here)), queueNameOf(command(["python3", "sim.py"]), at(here, ["z"])),
      queueNameOf({ adapter: "module", module: "sim.py" }, at(here)), queueNameOf({ adapter: "module", module: "sim.py" }, at(changed)),
    ];
    expect(new Set(names).size).toBe(6);
  });

  test("unless the config names one", () => {
    expect(queueNameOf(command(["./a"]), at("/"), "mine")).toBe(queueNameOf(command(["./b"]), at("/"), "mine"));
  });
});

describe.skipIf(redisObstacle !== undefined)("with a real Redis", () => {
  let redis: RedisServer;
  const endings: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
  });
  afterAll(() => redis.stop());

  /** A module that notes every start and waits until the file `release` is there. */
  function simulator() {
    const module = file("simulator.mjs", `import { appendFileSync, existsSync } from "node:fs"; import { setTimeout as pause } from "node:timers/promises";
      const here = (name) => new URL(name, import.meta.url);
      export default async ({ x }, { id }) => { appendFileSync(here("runs"), id + " ");
        while (!existsSync(here("release"))) await pause(20); return { observables: { y: x } }; };`);
    const folder = dirname(module);
    const environment = { configDirectory: folder, runDirectory: join(folder, "work"), parameterNames: ["x"], observableNames: ["y"], workers: 2 };
    const evaluator: WrappedOptions = { adapter: "module", module: basename(module) };
    const queue = `test-${basename(folder)}`;
    const notes: string[] = [];
    return {
      notes,
      name: `excursion-${queue}`,
      async connect() {
        const built = await queueAdapter.build({ url: redis.url, evaluator, queue }, { ...environment, note: (text) => notes.push(text) });
        endings.push(() => built.close());
        return built;
      },
      async work(lockSeconds?: number) {
        const worker = await startQueueWorker({ url: redis.url, evaluator, environment, queue, ...(lockSeconds !== undefined && { lockSeconds }) });
        endings.push(() => worker.close());
        return worker;
      },
      release: () => writeFileSync(join(folder, "release"), ""),
      runs: () => (existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim().split(" ") : []),
    };
  }

  test("a restart of Redis while points wait and run loses none", async () => {
    const { connect, work, release, runs } = simulator();
    const evaluator = await connect();
    await work(2);
    const asked = [1, 2].map((x) => evaluator.evaluate(request({ x }), context()));
    await until("both", () => runs().length === 2);
    await redis.restart();
    release();
    expect(await Promise.all(asked)).toEqual([1, 2].map((x) => ({ observables: { y: x } })));
  });

  test("a point that is given up while it waits is taken out of the queue", async () => {
    const { connect, name, notes } = simulator();
    const evaluator = await connect();
    expect(notes).toEqual([`no worker evaluates for this scan yet; on any machine, with this config and its evaluator: excursion worker ${redis.url}`]);
    const queue = new Queue(name, { connection: { url: redis.url } as object });
    endings.push(() => queue.close());
    const abort = new AbortController();
    const asked = evaluator.evaluate(request({ x: 1 }), context(abort.signal));
    await until("the job", async () => (await queue.getWaitingCount()) === 1);
    abort.abort();
    await expect(asked).rejects.toThrow("aborted");
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, completed: 0, failed: 0 });
  });

  test("a job that holds something else than a point costs its own attempt, and the worker goes on", async () => {
    const { connect, work, release, name } = simulator();
    release();
    const evaluator = await connect();
    const queue = new Queue(name, { connection: { url: redis.url } as object });
    endings.push(() => queue.close());
    await queue.add("evaluate", { command: ["touch", join(scratch, "harm")] }, { jobId: "harm.1" });
    await work();
    expect(await evaluator.evaluate(request({ x: 3 }), context())).toEqual({ observables: { y: 3 } });
    expect((await queue.getJob("harm.1"))!.returnvalue).toMatch(/"failed":"expected a point as job/);
    expect(existsSync(join(scratch, "harm"))).toBe(false);
  });

  test("an address where no Redis is, is told at once", async () => {
    const environment = { configDirectory: scratch, runDirectory: scratch, parameterNames: ["x"], observableNames: ["y"], workers: 1 };
    const options = { url: "redis://127.0.0.1:1", evaluator: { adapter: "command", command: ["true"], persistent: false } } as const;
    await expect(queueAdapter.build(queueAdapter.options.parse(options), environment)).rejects.toThrow(
      "expected a Redis at redis://127.0.0.1:1, got connect ECONNREFUSED 127.0.0.1:1",
    );
  });
});
