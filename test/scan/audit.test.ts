import { expect, test } from "vitest";
import type { AuditedEntry, StampedEntry } from "../../src/journal/index.ts";
import { disc, runToy, toyConfig, type Toy } from "./toy-scan.ts";

const config = toyConfig({
  convergence: { misclassifiedVolume: 0.04, auditEvaluations: 8 },
  budget: { evaluations: 60, failures: 3 },
});

const audited = (entries: readonly StampedEntry[]) => entries.filter((entry) => entry.type === "audited");

const contentOf = ({ observed, ids, levelSets }: AuditedEntry) => ({ observed, ids, levelSets });

test("a certified contour is audited at points the model has not chosen, scored before anything learns from them", async () => {
  const { core, entries, stopped } = await runToy(disc, { config, capacity: 3 });
  expect(stopped).toMatchObject({ cause: "converged", verdict: "verified" });
  const [audit, ...others] = audited(entries);
  expect(others).toEqual([]);
  expect(audit!.levelSets).toEqual([
    { observable: "depth", threshold: 0, side: "above", evaluated: 8, errors: 0, upperBound95: expect.closeTo(1 - 0.05 ** (1 / 8), 10) },
  ]);
  expect(stopped.reason).toContain("audit: 0 errors in 8 points, at most 31 % (95 %) whatever the model");
  const points = core.state.evaluations.filter(({ origin }) => origin === "audit");
  expect(points.map(({ id }) => id)).toEqual(audit!.ids);
  expect(points.every(({ parameters }) => parameters["x"]! + parameters["y"]! <= 1.8)).toBe(true);
  const first = entries.findIndex((entry) => entry.type === "proposed" && entry.origin === "audit");
  const during = entries.slice(first, entries.indexOf(audit!));
  expect(during.every(({ type }) => type === "proposed" || type === "arrived")).toBe(true);
  expect(entries.slice(entries.indexOf(audit!)).map(({ type }) => type)).toEqual(["audited", "stopped"]);
});

test("an audit killed anywhere and resumed ends alike, with the same points", async () => {
  const undisturbed = await runToy(disc, { config });
  const first = undisturbed.entries.findIndex((entry) => entry.type === "proposed" && entry.origin === "audit");
  for (let kept = first; kept < undisturbed.entries.length; kept++) {
    const { entries, stopped } = await runToy(disc, { config, entries: undisturbed.entries.slice(0, kept) });
    expect(audited(entries).map(contentOf)).toEqual(audited(undisturbed.entries).map(contentOf));
    expect(stopped.verdict).toBe("verified");
  }
});

test("a contour that its audit contradicts is not certified, and the audit's points become data", async () => {
  // from the audit on the function is another one: a model cannot be more wrong
  let isAudited = false;
  const treacherous: Toy = (parameters, attempt) => {
    if (!isAudited) return disc(parameters, attempt);
    return { kind: "observed", observables: { depth: { value: Math.hypot(parameters["x"]! - 0.5, parameters["y"]! - 0.5) - 0.35 } } };
  };
  const { entries, stopped } = await runToy(treacherous, {
    config,
    onEvent: (event) => {
      if (event.type === "proposed" && event.origin === "audit") isAudited = true;
    },
  });
  expect(audited(entries)[0]!.levelSets[0]).toMatchObject({ evaluated: 8, errors: 8, upperBound95: 1 });
  expect(entries.slice(entries.indexOf(audited(entries)[0]!)).map(({ type }) => type)).toContain("fitted");
  expect(stopped.verdict).not.toBe("verified");
  expect(stopped.cause).toBe("budget");
});

test("a budget without room for the audit is a reason to stop, and said", async () => {
  const narrow = toyConfig({ convergence: { misclassifiedVolume: 0.04, auditEvaluations: 50 }, budget: { evaluations: 60, failures: 3 } });
  const { stopped } = await runToy(disc, { config: narrow });
  expect(stopped).toMatchObject({ cause: "budget", verdict: "model-certified" });
  expect(stopped.reason).toContain("the budget of 60 evaluations has no room for the 50 that the audit needs; misclassified volume at most");
});

test("failed audit points are left out of the score", async () => {
  const failing: Toy = (parameters, attempt) => (parameters["x"]! < 0.1 ? { kind: "infeasible", reason: "no such particle" } : disc(parameters, attempt));
  const { entries, core } = await runToy(failing, { config: { ...config, seed: 8 } });
  const [audit] = audited(entries);
  const values = core.state.evaluations.filter(({ id, status }) => audit!.ids.includes(id) && status === "observed").length;
  expect(audit!.ids).toHaveLength(8);
  expect(audit!.levelSets[0]!.evaluated).toBe(values);
});
