import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commandAdapter } from "../../adapters/command/index.ts";
import { startProcess } from "../../adapters/command/supervised-process.ts";
import { moduleAdapter } from "../../adapters/module/index.ts";
import { systemClock } from "../../src/evaluation/index.ts";
import { onLinux, processesWith } from "./processes.ts";
import { context, environment, file, request } from "./scratch.ts";

if (!onLinux) process.stderr.write("skipped: tests of left-over processes (they are looked up in /proc)\n");

/** What only descendants of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;
process.env[variable] = "1";
const descendants = () => processesWith(variable);
const sleeping = () => descendants().filter((line) => line.includes("sleep 1000"));
const appear = (count: number) => vi.waitUntil(() => sleeping().length === count, { timeout: 20_000 });

afterEach(() => {
  const left = descendants();
  for (const line of left) process.kill(parseInt(line, 10), "SIGKILL"); // one test's failure is not the next one's
  expect(left).toEqual([]);
});

/** Starts a child in its process group, one in a session of its own, and one whose parent has ended: all of them sleep. */
const family = `
  import { spawn } from "node:child_process";
  import { readFileSync, existsSync, writeFileSync } from "node:fs";
  const apart = { detached: true, stdio: "ignore" };
  spawn("sleep", ["1000"], { stdio: "ignore" }).unref();
  const sleeper = spawn("sleep", ["1000"], apart);
  sleeper.unref();
  spawn(process.execPath, ["-e", 'require("child_process").spawn("sleep", ["1000"], { detached: true, stdio: "ignore" }).unref()'], { stdio: "ignore" })
    .on("exit", () => {
`;
const script = (whenComplete: string) => [process.execPath, file("simulator.mjs", `${family} ${whenComplete} });`)];
const stay = `setInterval(() => 0, 1e3);`;

describe.runIf(onLinux)("no process outlives an attempt", () => {
  test.each([
    ["that succeeds", `process.stdout.write('{"infeasible": "x"}\\n'); process.exit(0);`],
    ["that fails", `process.exit(3);`],
    ["that crashes", `process.kill(process.pid, "SIGKILL");`],
  ])("%s", async (_how, end) => {
    const evaluator = await commandAdapter.build({ command: script(end), persistent: false }, environment("/"));
    await evaluator.evaluate(request(), context()).catch(() => undefined);
    expect(descendants()).toEqual([]);
  });

  test.each([
    ["one process an attempt", false],
    ["a persistent process", true],
  ])("that is aborted (%s)", async (_kind, persistent) => {
    const command = script(`process.on("SIGTERM", () => 0); ${stay}`);
    const evaluator = await commandAdapter.build({ command, persistent }, environment(dirname(command[1]!)));
    const controller = new AbortController();
    const evaluation = evaluator.evaluate(request(), context(controller.signal));
    await appear(3);
    controller.abort();
    await expect(evaluation).rejects.toThrow("aborted");
    expect(descendants()).toEqual([]);
    await evaluator.close();
  });

  test("when the evaluator is closed", async () => {
    const evaluator = await commandAdapter.build({ command: script(stay), persistent: false }, environment("/"));
    const evaluation = evaluator.evaluate(request(), context());
    const outcome = expect(evaluation).rejects.toThrow("aborted");
    await appear(3);
    await evaluator.close();
    expect(descendants()).toEqual([]);
    await outcome;
  });

  test("of its neighbour, which goes on", async () => {
    const command = script(`if (process.argv[2] === "0") process.exit(3); ${stay}`);
    const evaluator = await commandAdapter.build({ command: [...command, "{x}"], persistent: false }, environment("/", 2));
    const controller = new AbortController();
    const neighbour = evaluator.evaluate(request({ x: 1 }), context(controller.signal));
    await appear(3);
    await expect(evaluator.evaluate(request({ x: 0 }), context())).rejects.toThrow("exit code 3");
    expect(sleeping()).toHaveLength(3);
    controller.abort();
    await expect(neighbour).rejects.toThrow("aborted");
  });

  test("of a module whose thread is replaced", async () => {
    const path = file("simulator.mjs", `import { spawn } from "node:child_process";
      export default () => { for (let i = 0; i < 2; i++) spawn("sleep", ["1000"], { detached: true, stdio: "ignore" }); for (;;); };`);
    const evaluator = await moduleAdapter.build({ module: path }, environment("/"));
    const controller = new AbortController();
    const evaluation = evaluator.evaluate(request(), context(controller.signal));
    await appear(2);
    controller.abort();
    await expect(evaluation).rejects.toThrow("aborted");
    expect(descendants()).toEqual([]);
    await evaluator.close();
  });

  test("or the pool of threads, what a module keeps between attempts included", async () => {
    const path = file("simulator.mjs", `import { spawn } from "node:child_process";
      let server; export default () => { server ??= spawn("sleep", ["1000"], { stdio: "ignore" }); return { pid: server.pid }; };`);
    const evaluator = await moduleAdapter.build({ module: path }, environment("/"));
    const first = await evaluator.evaluate(request(), context());
    expect(await evaluator.evaluate(request(), context())).toEqual(first);
    expect(descendants()).toHaveLength(1);
    await evaluator.close();
  });
});

const canDieWithParent = onLinux && works("setpriv", "--pdeathsig", "KILL", "--", "true");
if (onLinux && !canDieWithParent) process.stderr.write("skipped: dying with the driver (there is no setpriv --pdeathsig here)\n");

function works(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(onLinux).each([
  ["one process an attempt", false],
  ["a persistent process", true],
])("a driver killed outright (%s)", (_kind, persistent) => {
  /** On its first run the simulator stays with its family; on its second it tells whether the first sleeper is still there. */
  const simulator = `
    const place = process.argv[2];
    if (existsSync(place + "/first")) {
      const status = "/proc/" + readFileSync(place + "/first", "utf8").split(" ")[1] + "/stat";
      const alive = existsSync(status) && !readFileSync(status, "latin1").includes(") Z ");
      process.stdout.write(JSON.stringify({ infeasible: alive ? "alive" : "gone" }) + "\\n"); ${persistent ? stay : "process.exit(0);"}
    } else { process.on("SIGTERM", () => 0); ${stay} writeFileSync(place + "/first", process.pid + " " + sleeper.pid); }`;

  async function killedDriver(): Promise<{ again(): Promise<unknown>; leader: number }> {
    const given = context();
    const [node, path] = script(simulator) as [string, string];
    const configDirectory = dirname(path);
    const command = [node, path, configDirectory];
    const options = JSON.stringify({ command, persistent, configDirectory, directory: given.directory });
    const driver = spawn(process.execPath, [join(import.meta.dirname, "simulators", "command-driver.ts"), options], { stdio: "inherit" });
    const first = join(configDirectory, "first");
    await vi.waitUntil(() => existsSync(first) && readFileSync(first, "utf8") !== "", { timeout: 20_000 });
    await appear(3);
    driver.kill("SIGKILL");
    await new Promise((resolve) => void driver.once("exit", resolve));
    return {
      leader: parseInt(readFileSync(first, "utf8"), 10),
      async again() {
        const at = { ...environment(configDirectory), runDirectory: configDirectory };
        const evaluator = await commandAdapter.build({ command, persistent }, at);
        return evaluator.evaluate(request(), given).finally(() => evaluator.close());
      },
    };
  }

  test("leaves nothing behind once the attempt is made again, which starts when all is gone", async () => {
    const { again } = await killedDriver();
    expect(descendants().length).toBeGreaterThanOrEqual(3);
    expect(await again()).toEqual({ infeasible: "gone" });
    expect(descendants()).toEqual([]);
  });

  test.runIf(canDieWithParent)("takes the process itself with it", async () => {
    const { leader, again } = await killedDriver();
    await vi.waitUntil(() => !descendants().some((line) => line.startsWith(`${leader} `)), { timeout: 20_000 });
    await again();
  });
});

const place = () => context().directory;

describe.runIf(onLinux)("the record of a process", () => {
  test("lies in the attempt's directory while it runs", async () => {
    const at = place();
    const running = await startProcess({ argv: ["/bin/sleep", "1000"], cwd: "/", place: at, stdio: "ignore", clock: systemClock });
    expect(JSON.parse(readFileSync(join(at, "process.json"), "utf8"))).toEqual({
      pid: running.child.pid, startTicks: expect.stringMatching(/^\d+$/), boot: expect.any(String),
    });
    running.terminate();
    expect(await running.exit).toEqual({ signal: "SIGTERM" });
    expect(existsSync(join(at, "process.json"))).toBe(false);
  });

  test.each([
    ["of another start time", { startTicks: "1" }],
    ["of another boot", { boot: "another" }],
    ["cut off while it was written", undefined],
  ])("%s does not make a resumed scan kill a stranger", async (_what, change) => {
    const [own, stranger] = [place(), place()];
    const running = await startProcess({ argv: ["/bin/sleep", "1000"], cwd: "/", place: stranger, stdio: "ignore", clock: systemClock });
    const record = readFileSync(join(stranger, "process.json"), "utf8");
    writeFileSync(join(own, "process.json"), change === undefined ? record.slice(0, 20) : JSON.stringify({ ...JSON.parse(record), ...change }));
    const evaluator = await commandAdapter.build({ command: ["echo", '{"infeasible": "x"}'], persistent: false }, environment("/"));
    await evaluator.evaluate(request(), { ...context(), directory: own });
    expect(running.child.exitCode ?? running.child.signalCode).toBeNull();
    running.terminate();
    await running.exit;
  });
});
