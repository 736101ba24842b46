import { expect, test } from "vitest";
import { createScan, type Scan } from "../../src/index.ts";
import type { StampedEntry } from "../../src/journal/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { runToy, toyConfig, type Toy } from "./toy-scan.ts";

const parameters = [{ name: "x", lower: 0, upper: 1 }];
const observables = [{ name: "height", threshold: 0, transform: "identity" as const }];
const height = (x: number) => Math.sin(4 * x) - 0.3;

/** Tells a scan what a simulation with noise of 2 over the root of the events would. */
function simulate(scan: Scan, most: number): { x: number; events: number }[] {
  const random = randomStream(1, "simulation", 0);
  const asked: { x: number; events: number }[] = [];
  for (let i = 0; i < most; i++) {
    const [proposal] = scan.ask();
    if (proposal === undefined) break;
    const { id, parameters: { x }, requestedEvents } = proposal;
    const standardError = 2 / Math.sqrt(requestedEvents!);
    scan.tell(id, { observables: { height: { value: height(x!) + standardError * random.normal(), standardError } } });
    asked.push({ x: x!, events: requestedEvents! });
  }
  return asked;
}

test("few events are asked for while little is known, more near the contour the better it is known, within the limits", () => {
  const scan = createScan({ parameters, observables, budget: { cost: { events: 1e6, eventsPerPoint: [100, 50_000] } } });
  const asked = simulate(scan, 30);
  expect(asked.slice(0, 4).map(({ events }) => events)).toEqual([100, 100, 100, 100]);
  expect(asked.every(({ events }) => events >= 100 && events <= 50_000)).toBe(true);
  const [early, late] = [asked.slice(5, 10), asked.slice(-5)].map((some) => Math.max(...some.map(({ events }) => events)));
  expect(late).toBeGreaterThan(2 * early!);
});

test("a listed point may be asked for again, since more events tell more of it", () => {
  const points = [0.1, 0.3, 0.7, 0.76, 0.9].map((x) => ({ x }));
  const scan = createScan({ parameters, observables, points, budget: { cost: { events: 1e6, eventsPerPoint: [100, 50_000] } } });
  const asked = simulate(scan, 10);
  expect(asked).toHaveLength(10);
  expect(new Set(asked.map(({ x }) => x)).size).toBeLessThanOrEqual(5);
});

test("the budget ends the scan before it is exceeded, counting what evaluations say they took", () => {
  const scan = createScan({ parameters, observables, budget: { cost: { events: 1000, eventsPerPoint: [200, 200] } } });
  expect(simulate(scan, 50)).toHaveLength(5);
  expect(scan.ask()).toEqual([]);
  const costly = createScan({ parameters, observables, budget: { cost: { costSeconds: 10 } } });
  for (let i = 0; i < 5; i++) for (const { id } of costly.ask()) costly.tell(id, { observables: { height: 1 - i }, costSeconds: 4 });
  expect(costly.state.evaluations).toHaveLength(3)
});

test("where the budget counts no events, none are asked for", () => {
  const [proposal] = createScan({ parameters, observables }).ask();
  expect(proposal).not.toHaveProperty("requestedEvents");
});

test("a scan that is killed asks for the same points and events when it goes on", async () => {
  const cost = { events: { total: 1e6, least: 100, most: 50_000 } };
  const config = toyConfig({ budget: { evaluations: 16, failures: 3, cost } });
  const noisy: Toy = ({ x, y }) => ({ kind: "observed", observables: { depth: { value: 0.35 - Math.hypot(x! - 0.5, y! - 0.5), standardError: 0.2 + 0.2 * x! } } });
  const asked = (entries: readonly StampedEntry[]) => entries.flatMap((entry) => (entry.type === "proposed" ? [[entry.unit, entry.requestedEvents]] : []));
  const whole = await runToy(noisy, { config });
  expect(new Set(asked(whole.entries).map(([, events]) => events)).size).toBeGreaterThan(3);
  for (const killBefore of [20, 29, 35]) {
    const resumed = await runToy(noisy, { config, entries: whole.entries.slice(0, killBefore) });
    expect(asked(resumed.entries)).toEqual(asked(whole.entries));
  }
});
