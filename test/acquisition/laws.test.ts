import { describe, expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import { acquisitionLaws, integratedAcquisitionLaws } from "../../src/testing/acquisition-laws.ts";

const pointwise = new Set(["entropy", "straddle", "bichon", "ranjan", "random"]);

describe.each(acquisitionFunctions)("$name", (acquisition) => {
  test.each(acquisitionLaws)("$name", ({ run }) => run(acquisition));
  if (!pointwise.has(acquisition.name)) test.each(integratedAcquisitionLaws)("$name", ({ run }) => run(acquisition));
});

test("the names are those a config may use, each once", () => {
  expect(acquisitionFunctions.map(({ name }) => name).sort()).toEqual([
    "bichon", "eavc", "entropy", "misclassification", "mutual-information", "pes",
    "random", "ranjan", "straddle", "sur", "timse", "vorobev",
  ]);
});
