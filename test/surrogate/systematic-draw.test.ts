import fc from "fast-check";
import { expect, test } from "vitest";
import { systematicDraw } from "../../src/surrogate/index.ts";

test("items come as often as their weights say, to within one, in their order", () => {
  const weights = fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(weights, fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (shares, count, first) => {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const drawn = systematicDraw([...shares.keys()], shares.map((share) => Math.log(share) + 700), count, first);
    expect(drawn).toHaveLength(count);
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    for (const [i, share] of shares.entries()) {
      expect(Math.abs(drawn.filter((one) => one === i).length - (count * share) / total)).toBeLessThan(1 + 1e-6);
    }
  }));
});

test("what has no weight does not come", () => {
  expect(systematicDraw(["a", "b", "c"], [-Infinity, 0, -Infinity], 4, 0.5)).toEqual(["b", "b", "b", "b"]);
});
