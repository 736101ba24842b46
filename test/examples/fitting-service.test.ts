import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, test } from "vitest";
import { buildEvaluator, configPlugins } from "../../src/composition.ts";
import { parseConfig } from "../../src/config/index.ts";
import { interpretReply, type Outcome } from "../../src/evaluation/index.ts";
import { excursion, folderWith } from "../cli/excursion.ts";

const examples = resolve(import.meta.dirname, "../../examples");
const scratch = mkdtempSync(join(tmpdir(), "excursion-fitting-"));
const python = process.env.PYHF_PYTHON;
const running: ChildProcess[] = [];
afterAll(() => {
  for (const service of running) service.kill("SIGKILL");
  rmSync(scratch, { recursive: true });
});

if (python === undefined) process.stderr.write("skipped: the fitting service with pyhf (PYHF_PYTHON names no python that has it)\n");

/** Starts the service on a free port; returns its address. */
async function start(...options: readonly string[]): Promise<string> {
  const service = spawn(python!, [join(examples, "fitting-service/service.py"), "--port", "0", "--workers", "2", ...options], {
    env: { ...process.env, FITTING_SERVICE_TOKEN: token }, stdio: ["ignore", "pipe", "ignore"],
  });
  running.push(service);
  const [line] = (await once(createInterface({ input: service.stdout! }), "line")) as [string];
  return /http:\S+/.exec(line)![0];
}

const token = "for-nobody-else";
process.env["FITTING_SERVICE_TOKEN"] = token;

interface Fits {
  outcomeOf(mChargino: number, mLsp: number): Promise<Outcome>;
  close(): Promise<void>;
}

async function fitsOf(url: string): Promise<Fits> {
  const config = JSON.parse(readFileSync(join(examples, "fitting-service/config.json"), "utf8")) as { evaluator: object };
  const evaluator = await buildEvaluator(
    parseConfig({ ...config, evaluator: { ...config.evaluator, url, tokenEnvironmentVariable: "FITTING_SERVICE_TOKEN", pollSeconds: 0.1 } }, configPlugins),
    scratch,
  );
  let asked = 0;
  return {
    async outcomeOf(mChargino, mLsp) {
      const request = { id: `run/${asked++}`, attempt: 1, seed: 1, parameters: { mChargino, mLsp } };
      const reply = await evaluator.evaluate(request, { signal: AbortSignal.timeout(100_000), directory: scratch, submitted: async () => undefined });
      return interpretReply(reply, { parameterNames: ["mChargino", "mLsp"], observables: [{ name: "clsObserved" }, { name: "clsExpected" }] });
    },
    close: () => evaluator.close(),
  };
}

/** The values of pyhf's README. */
const published = {
  kind: "observed",
  observables: { clsObserved: { value: expect.closeTo(0.05251497423736956, 7) }, clsExpected: { value: expect.closeTo(0.06445319, 7) } },
};

describe.skipIf(python === undefined)("the fitting service", () => {
  test.each([["at once", []], ["as jobs", ["--jobs"]]])("answers %s", async (_how, options) => {
    const fits = await fitsOf(await start(...options));
    expect(await fits.outcomeOf(700, 100)).toEqual(published);
    expect(await fits.outcomeOf(100, 100)).toEqual({ kind: "infeasible", reason: "the chargino is lighter than the neutralino" });
    await fits.close();
  });

  test("fits a key once, knows nobody without the token, and says what is wrong with a request", async () => {
    const url = await start("--jobs");
    const post = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
      fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "idempotency-key": "a/../b", ...headers } });
    const first = await post({ id: "a", parameters: { mChargino: 700, mLsp: 100 } });
    expect([first.status, first.headers.get("location")]).toEqual([202, "/jobs/a%2F..%2Fb"]);
    const again = await post({ id: "a", parameters: { mChargino: 999, mLsp: 0 } }); // the key decides
    expect(again.headers.get("location")).toBe("/jobs/a%2F..%2Fb");
    expect((await post({}, {})).status).toBe(401);
    expect((await fetch(new URL("/jobs/a%2F..%2Fb", url))).status).toBe(401);
    const wrong = await post({ id: "b", parameters: { mass: 1 } });
    expect([wrong.status, await wrong.json()]).toEqual([400, { failed: "expected id and parameters mChargino and mLsp, got KeyError: 'mChargino'" }]);
    const large = await post({ id: "x".repeat(1e5) });
    expect(large.status).toBe(413);
  });

  test("scans its tiny likelihood as the README says", async () => {
    const url = await start();
    const folder = folderWith({});
    const { code, stderr } = excursion(
      folder, "scan", join(examples, "fitting-service/config.json"), "--quiet", "--set", `evaluator.url=${url}`,
      "--set", "evaluator.tokenEnvironmentVariable=FITTING_SERVICE_TOKEN", "--set", "budget.evaluations=8",
    );
    expect([code, stderr]).toEqual([3, ""]);
    expect(JSON.parse(readFileSync(join(folder, "fitting-service.scan/result.json"), "utf8"))).toMatchObject({ evaluations: { observed: 8, failed: 0, attempts: 8 } });
  });

  test("serves a likelihood that prepare.py unpacked", async () => {
    const archive = join(scratch, "likelihood.tar.gz");
    const data = join(scratch, "data");
    spawnSync(python!, [join(import.meta.dirname, "tiny-likelihood.py"), archive]);
    spawnSync(python!, [join(examples, "atlas-1lbb/prepare.py"), archive, data]);
    const fits = await fitsOf(await start("--data", data));
    expect(await fits.outcomeOf(700, 100)).toEqual(published);
    expect(await fits.outcomeOf(700, 101)).toMatchObject({ kind: "failed", reason: "expected one of the 1 signal points, got mChargino = 700.0, mLsp = 101.0" });
    await fits.close();
  });
});
