import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import type { WrappedOptions } from "../../adapters/wrapped/options.ts";
import type { Evaluator, EvaluatorEnvironment } from "../../src/evaluation/index.ts";
import { type LastingWorld, type ReattachHarness, type ReattachLaw, reattachLaws } from "../../src/testing/reattach-laws.ts";
import { until } from "../components/until.ts";

export interface HeldScan {
  readonly evaluator: WrappedOptions;
  readonly environment: EvaluatorEnvironment;
}

/** A world whose simulator is `simulators/held.mjs`; `connect` builds an evaluator of the kind under law that runs it. */
export function heldWorld(
  connect: (scan: HeldScan) => Promise<Evaluator>, open: (scan: HeldScan) => Promise<() => Promise<void>> = async () => async () => undefined,
): ReattachHarness {
  return {
    async open(): Promise<LastingWorld> {
      const folder = mkdtempSync(join(tmpdir(), "held-"));
      const file = (id: string, kind: string) => join(folder, `${id}.${kind}`);
      const command = [process.execPath, join(import.meta.dirname, "simulators", "held.mjs"), folder];
      const scan: HeldScan = {
        evaluator: { adapter: "command", command, persistent: false },
        environment: { configDirectory: folder, runDirectory: join(folder, "run"), parameterNames: ["x"], observableNames: ["x"], workers: 8 },
      };
      const close = await open(scan);
      return {
        connect: () => connect(scan),
        started: (id) => until(`${id} to start`, () => existsSync(file(id, "runs"))),
        release: async (id) => writeFileSync(file(id, "released"), ""),
        finished: (id) => until(`${id} to finish`, () => existsSync(file(id, "finished"))),
        runs: async (id) => (existsSync(file(id, "runs")) ? readFileSync(file(id, "runs"), "utf8").split("started").length - 1 : 0),
        async close() {
          await close();
          rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
        },
      };
    },
  };
}

/** One test for every law; a law the evaluator cannot have is skipped with its reason in the name. */
export function checkReattachLaws(harness: ReattachHarness): void {
  for (const [name, check] of Object.entries(reattachLaws)) {
    const why = harness.exemptions?.[name as ReattachLaw];
    if (why === undefined) test(name, () => check(harness));
    else test.skip(`${name} (not here: ${why})`, () => undefined);
  }
}
