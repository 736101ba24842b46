import { expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import type { ScanConfig } from "../../src/config/index.ts";
import { createTypescriptEngine, type Engine } from "../../src/numeric/index.ts";
import { createScanCore, scanSettings, type Choice } from "../../src/scan/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { disc, runToy, toyConfig } from "./toy-scan.ts";

/** An engine none of whose kernels may be called. */
const idle = new Proxy(createTypescriptEngine(), {
  get(target, key) {
    const value: unknown = target[key as keyof Engine];
    return typeof value === "function" ? () => expect.fail(`${String(key)} was called`) : value;
  },
});

test.each<[string, ScanConfig, Pick<Choice, "eventsWorth">]>([
  ["points that are chosen", toyConfig(), {}],
  ["points that are chosen with their events", toyConfig({ budget: { evaluations: 20, failures: 0, cost: { events: { total: 1e6, least: 100, most: 5000 } } } }), { eventsWorth: [700] }],
])("to make proposals of %s takes no linear algebra, however much has arrived", async (_what, config, worth) => {
  const { entries } = await runToy(disc, { config });
  const core = createScanCore(scanSettings(config, acquisitionFunctions[0]!, idle));
  core.record(entries);
  expect(core.state.fitted).toBeDefined();
  const [proposal] = core.proposalsAt({ points: unitPoints(2, Float64Array.of(0.123, 0.456)), ...worth }, "acquisition");
  expect(proposal).toMatchObject({ origin: "acquisition", parameters: { x: 0.123, y: 0.456 } });
  expect(proposal!.requestedEvents).toBe(worth.eventsWorth?.[0]);
});
