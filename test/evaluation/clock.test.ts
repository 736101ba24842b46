import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../src/evaluation/index.ts";

afterEach(() => void vi.useRealTimers());

test("the system clock waits longer than one timer can", () => {
  vi.useFakeTimers();
  const rings = vi.fn();
  systemClock.after(60 * 86_400_000, rings);
  vi.advanceTimersByTime(59 * 86_400_000);
  expect(rings).not.toHaveBeenCalled();
  vi.advanceTimersByTime(86_400_000);
  expect(rings).toHaveBeenCalledOnce();
});

test("a cancelled alarm of the system clock stays silent, also beyond one timer", () => {
  vi.useFakeTimers();
  const rings = vi.fn();
  const cancel = systemClock.after(60 * 86_400_000, rings);
  vi.advanceTimersByTime(30 * 86_400_000);
  cancel();
  vi.advanceTimersByTime(60 * 86_400_000);
  expect(rings).not.toHaveBeenCalled();
});

test("the system clock does not go back with the computer's", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: systemClock.now() + 10_000 });
  const before = systemClock.now();
  vi.setSystemTime(before - 5000);
  expect(systemClock.now()).toBe(before);
  vi.setSystemTime(before + 1);
  expect(systemClock.now()).toBe(before + 1);
});
