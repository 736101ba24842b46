import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExpectedReply, interpretReply, longestReason } from "../../src/evaluation/index.ts";

const expected: ExpectedReply = {
  observables: [
    {
      name: "cls",
      outsideDomain: (value) => (value >= 0 && value <= 1 ? undefined : "a number from 0 to 1"),
      isSaturated: (value) => value === 0 || value === 1,
    },
    { name: "limit" },
  ],
  parameterNames: ["mGluino", "mLsp"],
};
const interpret = (reply: unknown) => interpretReply(reply, expected);
const reasonOf = (reply: unknown): string => {
  const outcome = interpret(reply);
  if (outcome.kind !== "failed") throw new Error(`expected a failed outcome, got ${outcome.kind}`);
  return outcome.reason;
};

describe("an observed reply", () => {
  test("may give numbers, and values with a standard error", () => {
    expect(interpret({ observables: { cls: 0.031, limit: { value: 0.044, standardError: 0.002 } } })).toEqual({
      kind: "observed",
      observables: { cls: { value: 0.031 }, limit: { value: 0.044, standardError: 0.002 } },
    });
  });

  test("carries gradients and the cost", () => {
    const gradients = { cls: { mGluino: -1.2e-4, mLsp: 3e-5 } };
    expect(interpret({ observables: { cls: 0.5, limit: -3 }, gradients, costSeconds: 812 })).toEqual({
      kind: "observed",
      observables: { cls: { value: 0.5 }, limit: { value: -3 } },
      gradients,
      costSeconds: 812,
    });
  });

  test("keeps the expected observables only", () => {
    const outcome = interpret({ observables: { cls: 0.5, limit: 1, other: NaN }, gradients: { other: 7 }, version: "1.2" });
    expect(outcome).toEqual({ kind: "observed", observables: { cls: { value: 0.5 }, limit: { value: 1 } }, gradients: {} });
  });

  test.each([0, 1])("marks a value of %d at the end of the domain as saturated", (cls) => {
    expect(interpret({ observables: { cls, limit: 1 } })).toMatchObject({
      kind: "observed",
      observables: { cls: { value: cls, saturated: true }, limit: { value: 1 } },
    });
  });

  test("round-trips any values inside the domain", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), number, number.map(Math.abs), (cls, limit, standardError) => {
        const outcome = interpret({ observables: { cls, limit: { value: limit, standardError } } });
        expect(outcome).toMatchObject({ kind: "observed", observables: { cls: { value: cls }, limit: { value: limit, standardError } } });
      }),
    );
  });
});

describe("a value that cannot be used fails the attempt for good, with a reason naming it", () => {
  test.each([
    [{ cls: NaN, limit: 1 }, `observable "cls", value: expected a finite number, got NaN`],
    [{ cls: 0.5, limit: -Infinity }, `observable "limit", value: expected a finite number, got -Infinity`],
    [{ cls: 1.2, limit: 1 }, `observable "cls": expected a number from 0 to 1, got 1.2`],
    [{ cls: "0.03", limit: 1 }, `observable "cls": expected a number or { value, standardError }, got '0.03'`],
    [{ cls: null, limit: 1 }, `observable "cls": expected a number or { value, standardError }, got null`],
    [{ cls: { standardError: 1 }, limit: 1 }, `observable "cls", value: expected a finite number, got nothing`],
    [{ cls: { value: 0.5, standardError: -1 }, limit: 1 }, `observable "cls", standardError: expected a number, 0 or more, got -1`],
    [{ cls: { value: 0.5, standardError: NaN }, limit: 1 }, `observable "cls", standardError: expected a finite number, got NaN`],
    [{ clsObs: 0.5, limit: 1 }, `observables: expected a value of "cls", got { clsObs: 0.5, limit: 1 }`],
  ])("%o", (observables, reason) => {
    expect(interpret({ observables })).toEqual({ kind: "failed", reason, retryable: false });
  });

  test("in a gradient", () => {
    const observables = { cls: 0.5, limit: 1 };
    expect(reasonOf({ observables, gradients: { cls: { mGluino: NaN } } })).toBe(
      `gradient of "cls", mGluino: expected a finite number, got NaN`,
    );
    expect(reasonOf({ observables, gradients: { cls: { mSquark: 1 } } })).toBe(
      `gradient of "cls": expected derivatives by mGluino, mLsp, got 'mSquark'`,
    );
  });
});

describe("infeasible and failed", () => {
  test("carry their reasons", () => {
    expect(interpret({ infeasible: "no electroweak symmetry breaking" })).toEqual({
      kind: "infeasible", reason: "no electroweak symmetry breaking",
    });
    expect(interpret({ failed: "license server unreachable", retryable: true })).toEqual({
      kind: "failed", reason: "license server unreachable", retryable: true,
    });
  });

  test("a failure is not retryable unless it says so, and an empty reason is named as such", () => {
    expect(interpret({ failed: " " })).toEqual({ kind: "failed", reason: "no reason given", retryable: false });
  });

  test("reasons become one line with everything visible, and a long one loses its middle", () => {
    expect(interpret({ infeasible: "two\nlines\u001b[31m\u202e" })).toMatchObject({
      reason: "two\\nlines\\u{1b}[31m\\u{202e}",
    });
    const { reason } = interpret({ infeasible: `start${"\n".repeat(1e6)}end` }) as { reason: string };
    expect(reason.length).toBe(longestReason);
    expect(reason).toMatch(/^start.* … .*end$/);
  });
});

describe("anything else is garbage: a retryable failure", () => {
  test.each([
    [undefined], [null], [42], ["text"], [[]], [new Map()], [{}], [{ observable: { cls: 1 } }],
    [{ observables: null }], [{ observables: [] }], [{ infeasible: true }], [{ failed: "x", retryable: "yes" }],
    [{ observables: { cls: 0.5, limit: 1 }, infeasible: "both" }], [{ observables: { cls: 0.5, limit: 1 }, costSeconds: -1 }],
  ])("%o", (reply) => {
    expect(interpret(reply)).toMatchObject({ kind: "failed", retryable: true, reason: expect.stringContaining("expected") });
  });

  test("whatever the value, the outcome has a one-line reason or finite numbers", () => {
    const part = fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withDate: true });
    const reply = fc.oneof(part, fc.record({ observables: fc.record({ cls: part, limit: part }) }), fc.record({ infeasible: part }));
    fc.assert(
      fc.property(reply, (value) => {
        const outcome = interpret(value);
        if (outcome.kind === "observed") {
          for (const { value: number } of Object.values(outcome.observables)) expect(number).toSatisfy(Number.isFinite);
        } else {
          expect(outcome.reason).toMatch(/^[^\p{Cc}]+$/u);
          expect(outcome.reason.length).toBeLessThanOrEqual(longestReason);
        }
      }),
    );
  });

  test("a cyclic or huge value is described briefly", () => {
    const cyclic: Record<string, unknown> = { list: new Float64Array(1e6) };
    cyclic["self"] = cyclic;
    expect(reasonOf(cyclic).length).toBeLessThanOrEqual(longestReason);
  });
});
