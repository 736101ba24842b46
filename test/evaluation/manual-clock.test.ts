import { expect, test } from "vitest";
import { createManualClock } from "../../src/testing/manual-clock.ts";

test("alarms call back once, in order, at their time, also those set on the way", () => {
  const clock = createManualClock(0);
  const calls: [string, number][] = [];
  const note = (name: string) => () => calls.push([name, clock.now()]);
  clock.after(3000, note("late"));
  clock.after(1000, () => {
    note("early")();
    clock.after(500, note("nested"));
  });
  const cancel = clock.after(2000, note("cancelled"));
  cancel();
  clock.advance(0.5);
  expect(calls).toEqual([]);
  clock.advance(9.5);
  expect(calls).toEqual([["early", 1000], ["nested", 1500], ["late", 3000]]);
  expect(clock.now()).toBe(10_000);
  expect(clock.waiting).toBe(0);
});
