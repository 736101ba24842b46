import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEvaluator, configPlugins } from "../../src/composition.ts";
import { parseConfig } from "../../src/config/index.ts";
import { interpretReply } from "../../src/evaluation/index.ts";
import { hasPython } from "./python.ts";

const example = resolve(import.meta.dirname, "../../examples/atlas-1lbb");
const scratch = mkdtempSync(join(tmpdir(), "excursion-likelihood-"));
const archive = join(scratch, "likelihood.tar.gz");
const data = join(scratch, "data");
const pyhfPython = process.env.PYHF_PYTHON;

function python(args: readonly string[]) {
  return spawnSync("python3", args, { encoding: "utf8" });
}

beforeAll(() => {
  if (!hasPython) return;
  python([join(import.meta.dirname, "tiny-likelihood.py"), archive]);
  python([join(example, "prepare.py"), archive, data]);
});
afterAll(() => rmSync(scratch, { recursive: true }));

test.skipIf(!hasPython)("prepare.py lists the signal points of the archive", () => {
  expect(readFileSync(join(data, "signal-points.csv"), "utf8")).toBe("mChargino,mLsp,patch\r\n700,100,tiny_700_100\r\n");
});

test.skipIf(!hasPython)("prepare.py refuses an archive without the two files", () => {
  const other = join(scratch, "other.tar.gz");
  python(["-c", `import tarfile; tarfile.open(${JSON.stringify(other)}, "w:gz").close()`]);
  const { status, stderr } = python([join(example, "prepare.py"), other, join(scratch, "nothing")]);
  expect([status, stderr]).toEqual([1, "expected BkgOnly.json in the archive, got none: is it the archive of record ins1755298?\n"]);
});

if (pyhfPython === undefined) process.stderr.write("skipped: a hypothesis test with pyhf (PYHF_PYTHON names no python that has it)\n");

test.skipIf(pyhfPython === undefined || !hasPython)("evaluate.py gives the CLs of the pyhf README, and a clear failure for a point without a patch", async () => {
  const config = parseConfig(
    {
      ...(JSON.parse(readFileSync(join(example, "config.json"), "utf8")) as object),
      points: join(data, "signal-points.csv"),
      evaluator: { adapter: "command", command: [pyhfPython, join(example, "evaluate.py")], persistent: true, workers: 1 },
    },
    configPlugins,
  );
  process.env.ATLAS_1LBB_DATA = data;
  const evaluator = await buildEvaluator(config, scratch);
  try {
    const expected = { parameterNames: ["mChargino", "mLsp"], observables: [{ name: "clsObserved" }, { name: "clsExpected" }] };
    const evaluate = async (mChargino: number, mLsp: number) => {
      const request = { id: `p-${mChargino}-${mLsp}`, attempt: 1, seed: 1, parameters: { mChargino, mLsp } };
      const signal = AbortSignal.timeout(60_000);
      const reply = await evaluator.evaluate(request, { signal, directory: scratch, submitted: async () => {} });
      return interpretReply(reply, expected);
    };
    expect(await evaluate(700, 100)).toEqual({
      kind: "observed",
      observables: {
        clsObserved: { value: expect.closeTo(0.05251497423736956, 7) },
        clsExpected: { value: expect.closeTo(0.06445319, 7) },
      },
    });
    expect(await evaluate(700, 101)).toEqual({
      kind: "failed",
      reason: "expected one of the 1 signal points, got mChargino = 700, mLsp = 101",
      retryable: false,
    });
  } finally {
    await evaluator.close();
    delete process.env.ATLAS_1LBB_DATA;
  }
});
