import fc from "fast-check";
import { expect, test } from "vitest";
import { applyPatch, compileModel, hypotest, LikelihoodError, parsePatch, twiceNegativeLogLikelihood, upperLimits } from "../../src/likelihood/index.ts";
import { pyhf } from "./golden.ts";

const seeds = ["everything", "low_counts", "staterror", "lumi_fixed_and_user_config", "shapefactor", "shared_histosys_normsys"];

/** Every place in a document, as a pointer. */
function placesOf(node: unknown, path = ""): readonly string[] {
  if (typeof node !== "object" || node === null) return [path];
  return [path, ...Object.entries(node).flatMap(([key, value]) => placesOf(value, `${path}/${key}`))];
}

const places = new Map(seeds.map((seed) => [seed, placesOf(pyhf[seed]!.workspace)]));

const oddValues = fc.oneof(
  fc.constantFrom<unknown>(null, Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e-300, 1e-12, 1e9, 1e100, 1e308, -1e308, "", "x", true, [], {}, [1], [1, 2, 3]),
  fc.double(), fc.integer({ min: -5, max: 200 }),
);

/** A workspace with some of its places replaced or removed, or numbers added to its lists. */
const spoilt = fc.constantFrom(...seeds).chain((seed) =>
  fc.array(fc.record({
    op: fc.constantFrom("replace", "remove", "add"), path: fc.constantFrom(...places.get(seed)!), value: oddValues,
  }), { minLength: 1, maxLength: 3 }).map((operations) => ({ seed, operations })),
);

/** Only numbers are changed, so that most of what comes out still compiles. */
const rescaled = fc.constantFrom(...seeds).chain((seed) => {
  const numeric = places.get(seed)!.filter((path) => /\/(data|lo_data|hi_data|inits|auxdata|sigmas)\/\d+$|\/(lo|hi)$/.test(path));
  const value = fc.oneof(fc.constantFrom(0, 1e-300, 1e-9, 1e6, 1e12, 1e100, 1e200), fc.double({ min: 0, max: 500, noNaN: true }));
  return fc.array(fc.record({ op: fc.constant("replace"), path: fc.constantFrom(...numeric), value }), { minLength: 1, maxLength: 4 })
    .map((operations) => ({ seed, operations }));
});

/** Runs it; anything but a result or a LikelihoodError fails the test. */
function orRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof LikelihoodError && error.message !== "" && error.issues.length > 0) return undefined;
    throw error;
  }
}

function checkModel({ seed, operations }: { readonly seed: string; readonly operations: readonly unknown[] }): boolean {
  const model = orRefused(() => {
    const document = parsePatch(operations).reduce<unknown>(
      (state, operation) => orRefused(() => applyPatch(state, [operation])) ?? state, pyhf[seed]!.workspace,
    );
    return compileModel(document);
  });
  if (model === undefined) return false;
  expect(twiceNegativeLogLikelihood(model, model.parameters.inits)).not.toBeNaN();
  const result = orRefused(() => hypotest(model));
  for (const value of result === undefined ? [] : [result.clsObserved, ...result.clsExpected]) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  return true;
}

test("a spoilt workspace is refused in words or gives probabilities", () => {
  fc.assert(fc.property(spoilt, (input) => void checkModel(input)), { numRuns: 300 });
});

test("wild numbers are refused in words or give probabilities", () => {
  let compiled = 0;
  fc.assert(fc.property(rescaled, (input) => void (compiled += Number(checkModel(input)))), { numRuns: 300 });
  expect(compiled).toBeGreaterThan(20);
});

test("wild numbers give limits or are refused in words", () => {
  fc.assert(fc.property(rescaled, ({ seed, operations }) => {
    const limits = orRefused(() => upperLimits(compileModel(pyhf[seed]!.workspace, { patches: [operations] })));
    for (const value of limits === undefined ? [] : [limits.observed, ...limits.expected]) expect(value).toBeGreaterThan(0);
  }), { numRuns: 15 });
});

test("any JSON at all is refused in words", () => {
  fc.assert(fc.property(fc.jsonValue(), (document) => {
    expect(() => compileModel(document)).toThrow(LikelihoodError);
  }), { numRuns: 200 });
});
