import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conditionOn, eventsWorth, eventsWorthOnce, perCost, proposeBatch, layGroundwork, type EventCosts } from "../../src/proposal/index.ts";
import { createSpace } from "../../src/space/index.ts";
import { mutualInformation } from "../../acquisition/mutual-information.ts";
import { engine, fixedSurrogate, noPoints, somePoints, valuesOf } from "./models.ts";

const data = somePoints(2, 8, 1);
const surrogate = fixedSurrogate(data, valuesOf(data), { noiseVariance: 1e-6 });
const surrogates = new Map([["height", surrogate]]);
const points = somePoints(2, 20, 2);

function costsOf(varianceOfOne: number, least = 10, most = 1e7): EventCosts {
  return { least, most, noisePerEvent: new Map([["height", ({ n }) => new Float64Array(n).fill(varianceOfOne)]]) };
}

test("as many events as take the most variance for what they cost, the start included", () => {
  const { variance } = surrogate.posterior(points);
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e4, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }), (varianceOfOne, least) => {
      const costs = costsOf(varianceOfOne, least);
      const events = eventsWorth(costs, conditionOn(surrogates, noPoints(2), costs, []), points);
      const gain = (n: number, i: number): number => 1 / (variance[i]! + varianceOfOne / n) / (least + n);
      for (const [i, worth] of events.entries()) {
        expect(worth).toBeGreaterThanOrEqual(least);
        if (worth > least) for (const other of [0.9, 1.1]) expect(gain(worth, i)).toBeGreaterThan(gain(other * worth, i));
        else expect(gain(least, i)).toBeGreaterThanOrEqual(gain(1.1 * least, i));
      }
    }),
    { numRuns: 30 },
  );
});

test("no more than the most, and the fewest where nobody knows the noise", () => {
  const events = (costs: EventCosts): number[] => [...new Set(eventsWorth(costs, conditionOn(surrogates, noPoints(2), costs, []), points))];
  expect(events(costsOf(1e12, 10, 5000))).toEqual([5000]);
  expect(events({ least: 10, most: 5000, noisePerEvent: new Map() })).toEqual([10]);
});

test("what is under way takes the variance away that its events will", () => {
  const pending = somePoints(2, 3, 3);
  const events = [20, 500, 4000];
  const { conditioned } = conditionOn(surrogates, pending, costsOf(5), events).get("height")!;
  const told = surrogate.withData({
    points: pending, values: new Float64Array(3), standardErrors: Float64Array.from(events, (n) => Math.sqrt(5 / n)),
  });
  const [expected, seen] = [told, conditioned].map((model) => model.posterior(points).variance);
  for (const [i, variance] of seen!.entries()) expect(variance).toBeCloseTo(expected![i]!, 10);
});

test("a score counts by its cost where it measures a gain, and by its order below 0", () => {
  const costs = costsOf(50);
  const models = conditionOn(surrogates, noPoints(2), costs, []);
  const events = eventsWorth(costs, models, points);
  const raw = Float64Array.from({ length: points.n }, (_, i) => i - 3);
  const scores = perCost(() => raw, costs, eventsWorthOnce(costs, models))(points);
  for (const [i, score] of scores.entries()) expect(score).toBe(raw[i]! > 0 ? raw[i]! / (costs.least + events[i]!) : raw[i]);
});

test("of two places that would tell as much, the one where an event tells more is taken", () => {
  const space = createSpace({ parameters: ["x", "y"].map((name) => ({ name, lower: 0, upper: 1, scale: "linear" as const })), constraints: [] });
  const levelSets = [{ observable: "height", threshold: 0.3, side: "above" as const, weight: 1 }];
  const groundwork = layGroundwork({ space, surrogates, levelSets, seed: 1, refit: 8 });
  const firstCoordinate = (noisy: "left" | "right"): number => {
    const noisePerEvent = new Map([["height", ({ n, d, data: at }: typeof points) => Float64Array.from({ length: n }, (_, i) => (at[i * d]! < 0.5 === (noisy === "left") ? 1e4 : 1))]]);
    const batch = proposeBatch({
      space, surrogates, levelSets, groundwork, engine, acquisition: mutualInformation, observed: noPoints(2), pending: noPoints(2), avoided: noPoints(2),
      count: 1, seed: 1, iteration: 8, events: { costs: { least: 100, most: 1e6, noisePerEvent }, pending: [] },
    });
    return batch.data[0]!;
  };
  expect(firstCoordinate("left")).toBeGreaterThan(0.5);
  expect(firstCoordinate("right")).toBeLessThan(0.5);
});
