import { expect, test } from "vitest";
import type { ProposedEntry, StampedEntry } from "../../src/journal/index.ts";
import { disc, Killed, runToy, toyConfig, type Toy } from "./toy-scan.ts";

const proposals = (entries: readonly StampedEntry[]) =>
  entries.filter((entry): entry is StampedEntry & ProposedEntry => entry.type === "proposed").map(({ id, unit }) => ({ id, unit }));

/** The third point needs a second attempt, the fifth has no result. */
const eventful: Toy = (parameters, attempt) => {
  if (parameters.x! > 0.5 && parameters.y! > 0.5 && attempt === 1) return { kind: "failed", reason: "licence", retryable: true };
  if (parameters.x! < 0.1) return { kind: "infeasible", reason: "no such particle" };
  return disc(parameters, attempt);
};

test("a scan killed before any entry and resumed proposes the same points and ends alike", async () => {
  const undisturbed = await runToy(eventful);
  expect(undisturbed.stopped.cause).toBe("budget");
  for (let killBefore = 0; killBefore < undisturbed.entries.length; killBefore++) {
    const shortlyBefore = undisturbed.entries.slice(0, Math.max(killBefore - 2, 0));
    await expect(runToy(eventful, { entries: shortlyBefore, killBefore })).rejects.toThrow(Killed);
    const resumed = await runToy(eventful, { entries: undisturbed.entries.slice(0, killBefore) });
    expect(proposals(resumed.entries)).toEqual(proposals(undisturbed.entries));
    expect(resumed.core.state.evaluations.map(({ status }) => status)).toEqual(
      undisturbed.core.state.evaluations.map(({ status }) => status),
    );
  }
});

test("a scan killed with several evaluations under way loses none and repeats no finished one", async () => {
  const config = toyConfig({ budget: { evaluations: 10, failures: 3 } });
  const undisturbed = await runToy(disc, { config, capacity: 3 });
  for (let killBefore = 1; killBefore < undisturbed.entries.length; killBefore += 3) {
    const before = undisturbed.entries.slice(0, killBefore);
    const finished = new Set(before.filter((entry) => entry.type === "arrived").map(({ id }) => id));
    const dispatched: string[] = [];
    const { core } = await runToy(disc, { config, capacity: 3, entries: before, onDispatch: (id) => dispatched.push(id) });
    expect(dispatched.filter((id) => finished.has(id))).toEqual([]);
    expect(core.state.evaluations).toHaveLength(10);
    expect(core.state.evaluations.every(({ status }) => status === "observed")).toBe(true);
  }
});

test("a scan whose model keeps the most informative points, or fits seldom, resumes like any other", async () => {
  const config = toyConfig({ surrogate: { kernel: "matern52", maxPoints: 44 }, design: { points: 43 }, budget: { evaluations: 49, failures: 3 }, convergence: { misclassifiedVolume: 1e-9, auditEvaluations: 0 } });
  const undisturbed = await runToy(disc, { config, capacity: 2 });
  const { entries } = undisturbed;
  const fits = entries.flatMap((entry, index) => (entry.type === "fitted" ? [index] : []));
  expect(fits.length).toBeLessThan(undisturbed.core.state.assessments.length);
  for (const killBefore of [fits[0]! + 3, fits[0]! + 6, entries.length - 2]) {
    const resumed = await runToy(disc, { config, capacity: 2, entries: entries.slice(0, killBefore) });
    expect(proposals(resumed.entries)).toEqual(proposals(entries));
  }
});

test("a scan that learns its inputs finds their direction, and resumes like any other without a search", async () => {
  const band: Toy = ({ x, y }) => ({ kind: "observed", observables: { depth: { value: Math.sin(6 * (x! - y!)) - 0.4 } } });
  const config = toyConfig({ surrogate: { kernel: "auto", inputs: "learned" } });
  const undisturbed = await runToy(band, { config });
  const { entries } = undisturbed;
  const [shortest] = undisturbed.core.state.fitted!.surrogates["depth"]!.axes!.toSorted((a, b) => a[0]! * a[1]! - b[0]! * b[1]!);
  expect(shortest![1]! / shortest![0]!).toBeCloseTo(-1, 0);
  for (let killBefore = entries.length - 9; killBefore < entries.length; killBefore += 2) {
    const resumed = await runToy(band, { config, entries: JSON.parse(JSON.stringify(entries.slice(0, killBefore))) as StampedEntry[] });
    expect(proposals(resumed.entries)).toEqual(proposals(entries));
  }
});
