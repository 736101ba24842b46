import { expect, test } from "vitest";
import { didYouMean, nearestName } from "../../src/space/index.ts";

const keys = ["parameters", "observables", "evaluator", "name", "lower", "upper"];

test.each([
  ["paramters", "parameters"],
  ["paramaters", "parameters"],
  ["Observables", "observables"],
  ["evalutor", "evaluator"],
  ["nmae", "name"],
  ["lowr", "lower"],
  ["uper", "upper"],
])("%s stands for %s", (name, meant) => {
  expect(nearestName(name, keys)).toBe(meant);
  expect(didYouMean(name, keys)).toBe(`; did you mean \`${meant}\`?`);
});

test.each(["x", "budget", "cat", ""])("nothing is near %s", (name) => {
  expect(nearestName(name, keys)).toBeUndefined();
  expect(didYouMean(name, keys)).toBe("");
});
