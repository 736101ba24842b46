import { expect, test } from "vitest";
import { axisTicks } from "../../src/report/picture/axis-ticks.ts";

const texts = (lower: number, upper: number, scale: "linear" | "log", count = 6) => axisTicks({ lower, upper, scale }, count).major.map(({ text }) => text);

test("ticks of a linear axis are round numbers without the noise of binary fractions", () => {
  expect(texts(800, 2600, "linear")).toEqual(["800", "1000", "1200", "1400", "1600", "1800", "2000", "2200", "2400", "2600"]);
  expect(texts(0, 0.5, "linear", 5)).toEqual(["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
});

test("ticks of a log axis are powers of ten with their double and fivefold where there is room", () => {
  expect(texts(10, 1000, "log")).toEqual(["10", "20", "50", "100", "200", "500", "1000"]);
  expect(texts(1e-7, 1e-2, "log")).toEqual(["10^{-7}", "10^{-6}", "10^{-5}", "10^{-4}", "10^{-3}", "10^{-2}"]);
  expect(texts(1e-30, 1, "log").length).toBeLessThan(13);
});

test("a log axis of less than a decade has ordinary round numbers", () => {
  expect(texts(100, 500, "log")).toEqual(["100", "150", "200", "250", "300", "350", "400", "450", "500"]);
});

test("shorter ticks divide the steps between them evenly, and are the other multiples of powers on a log axis", () => {
  expect(axisTicks({ lower: 0, upper: 10, scale: "linear" }, 5).minor).toEqual([0.5, 1, 1.5, 2.5, 3, 3.5, 4.5, 5, 5.5, 6.5, 7, 7.5, 8.5, 9, 9.5]);
  expect(axisTicks({ lower: 0, upper: 500, scale: "linear" }, 5).minor).toHaveLength(20);
  expect(axisTicks({ lower: 1e-7, upper: 1e-5, scale: "log" }, 6).minor).toHaveLength(12);
});
