// What a whole scan takes beside its evaluations, everything included: fits, assessments, proposals, the journal and the report.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scan } from "../src/library/scan.ts";
import type { ConfigInput } from "../src/config/index.ts";

const example = new URL("../examples/two-masses/", import.meta.url).pathname;
const seeds = [1, 2, 3, 4, 5];

interface Overhead {
  readonly evaluations: number;
  readonly wallSeconds: number; // from the first entry of the journal to the last, evaluations left out
  readonly processorSeconds: number; // the same, of the main thread: what it would be on a machine with nothing else to do
  readonly reportSeconds: number; // of the main thread
}

function now(): { readonly wallSeconds: number; readonly processorSeconds: number } {
  const { user, system } = process.threadCpuUsage();
  return { wallSeconds: performance.now() / 1000, processorSeconds: (user + system) / 1e6 };
}

async function overheadOf(config: ConfigInput, seed: number): Promise<Overhead> {
  const directory = await mkdtemp(join(tmpdir(), "excursion-overhead-"));
  let [started, stopped] = [now(), now()];
  try {
    const { core } = await scan({ ...config, seed }, {
      directory,
      configDirectory: example,
      onEvent({ type }) {
        if (type === "started") started = now();
        if (type === "stopped") stopped = now();
      },
    });
    const ended = now();
    const { evaluations } = core.state;
    const evaluating = evaluations.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
    return {
      evaluations: evaluations.length,
      wallSeconds: stopped.wallSeconds - started.wallSeconds - evaluating,
      processorSeconds: stopped.processorSeconds - started.processorSeconds,
      reportSeconds: ended.processorSeconds - stopped.processorSeconds,
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** `npm run bench -- overhead`: the example two-masses from start to stop, the first scan of the process and the ones after it. */
export async function run(): Promise<void> {
  const config = JSON.parse(await readFile(join(example, "config.json"), "utf8")) as ConfigInput;
  console.log("seed   evaluations   outside them, per evaluation: wall [ms]   processor [ms]   final report, processor [ms]");
  for (const seed of seeds) {
    const { evaluations, wallSeconds, processorSeconds, reportSeconds } = await overheadOf(config, seed);
    const perEvaluation = (seconds: number): string => ((1000 * seconds) / evaluations).toFixed(1);
    const cells = [evaluations, perEvaluation(wallSeconds), perEvaluation(processorSeconds), (1000 * reportSeconds).toFixed(0)];
    console.log(String(seed).padStart(4) + cells.map((cell, i) => String(cell).padStart([14, 41, 17, 31][i]!)).join(""));
  }
}
