import { expect, test } from "vitest";
import { axisTicks } from "../../src/report/picture/axis-ticks.ts";

const texts = (lower: number, upper: number, scale: "linear" | "log", count = 6) => axisTicks({ lower, upper, scale }, count).map(({ text }) => text);

test("ticks of a linear axis are round numbers without the noise of binary fractions", () => {
  expect(texts(800, 2600, "linear")).toEqual(["800", "1000", "1200", "1400", "1600", "1800", "2000", "2200", "2400", "2600"]);
  expect(texts(0, 0.5, "linear", 5)).toEqual(["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
});

test("ticks of a log axis are powers of ten with their double and fivefold where there is room", () => {
  expect(texts(10, 1000, "log")).toEqual(["10", "20", "50", "100", "200", "500", "1000"]);
  expect(texts(1e-7, 1e-2, "log")).toEqual(["10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"]);
  expect(texts(1e-30, 1, "log").length).toBeLessThan(13);
});

test("a log axis of less than a decade has ordinary round numbers", () => {
  expect(texts(100, 500, "log")).toEqual(["100", "150", "200", "250", "300", "350", "400", "450", "500"]);
});
