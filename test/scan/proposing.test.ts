import { expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import { createTypescriptEngine, type Engine } from "../../src/numeric/index.ts";
import { createScanCore, scanSettings } from "../../src/scan/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { disc, runToy, toyConfig } from "./toy-scan.ts";

/** An engine none of whose kernels may be called. */
const idle = new Proxy(createTypescriptEngine(), {
  get(target, key) {
    const value: unknown = target[key as keyof Engine];
    return typeof value === "function" ? () => expect.fail(`${String(key)} was called`) : value;
  },
});

test("to make proposals of points that are chosen takes no linear algebra, however much has arrived", async () => {
  const config = toyConfig();
  const { entries } = await runToy(disc, { config });
  const core = createScanCore(scanSettings(config, acquisitionFunctions[0]!, idle));
  core.record(entries);
  expect(core.state.fitted).toBeDefined();
  const [proposal] = core.proposalsAt(unitPoints(2, Float64Array.of(0.123, 0.456)), "acquisition");
  expect(proposal).toMatchObject({ origin: "acquisition", parameters: { x: 0.123, y: 0.456 } });
});
