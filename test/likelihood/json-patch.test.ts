import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyPatch, LikelihoodError, parsePatch } from "../../src/likelihood/index.ts";

const apply = (document: unknown, ...patch: readonly unknown[]): unknown => applyPatch(document, parsePatch(patch));

describe("operations of RFC 6902", () => {
  const cases: readonly (readonly [string, unknown, object, unknown])[] = [
    ["add a member", { a: 1 }, { op: "add", path: "/b", value: 2 }, { a: 1, b: 2 }],
    ["add over a member", { a: 1 }, { op: "add", path: "/a", value: 2 }, { a: 2 }],
    ["add into an array", [1, 3], { op: "add", path: "/1", value: 2 }, [1, 2, 3]],
    ["add at the end of an array by its length", [1], { op: "add", path: "/1", value: 2 }, [1, 2]],
    ["add at the end of an array by a dash", { a: [1] }, { op: "add", path: "/a/-", value: [2] }, { a: [1, [2]] }],
    ["replace the whole document", { a: 1 }, { op: "replace", path: "", value: [] }, []],
    ["replace a member", { a: { b: 1 } }, { op: "replace", path: "/a/b", value: null }, { a: { b: null } }],
    ["remove from an array", [1, 2, 3], { op: "remove", path: "/1" }, [1, 3]],
    ["remove a member", { a: 1, b: 2 }, { op: "remove", path: "/a" }, { b: 2 }],
    ["move within an array", [1, 2, 3], { op: "move", from: "/0", path: "/2" }, [2, 3, 1]],
    ["move to itself", { a: 1 }, { op: "move", from: "/a", path: "/a" }, { a: 1 }],
    ["copy", { a: [1] }, { op: "copy", from: "/a", path: "/b" }, { a: [1], b: [1] }],
    ["test an equal value", { a: { x: [1, { y: 2 }], z: 0 } }, { op: "test", path: "/a", value: { z: 0, x: [1, { y: 2 }] } }, { a: { x: [1, { y: 2 }], z: 0 } }],
    ["escape slash and tilde", { "a/b": 1, "m~n": 2 }, { op: "copy", from: "/a~1b", path: "/m~0n" }, { "a/b": 1, "m~n": 1 }],
    ["an empty key", { "": 1 }, { op: "replace", path: "/", value: 2 }, { "": 2 }],
  ];
  for (const [what, document, operation, expected] of cases) {
    test(what, () => {
      const before = structuredClone(document);
      expect(apply(document, operation)).toEqual(expected);
      expect(document).toEqual(before);
    });
  }
});

describe("refusals", () => {
  const cases: readonly (readonly [string, unknown, object, RegExp])[] = [
    ["a member that is not there", {}, { op: "remove", path: "/a" }, /\/0: remove \/a: expected "a" to exist/],
    ["a parent that is not there", {}, { op: "add", path: "/a/b", value: 1 }, /expected "a" to exist/],
    ["an index past the end", [1], { op: "add", path: "/2", value: 1 }, /expected an index below 2, got "2"/],
    ["an index with a leading zero", [1, 2], { op: "replace", path: "/01", value: 1 }, /expected an index below 2, got "01"/],
    ["a dash where something must be", [1], { op: "remove", path: "/-" }, /expected an index below 1, got "-"/],
    ["a scalar on the way", { a: 1 }, { op: "add", path: "/a/b", value: 1 }, /expected an object or array around "b"/],
    ["inherited members", {}, { op: "replace", path: "/__proto__/polluted", value: 1 }, /expected "__proto__" to exist/],
    ["moving into itself", { a: {} }, { op: "move", from: "/a", path: "/a/b" }, /expected a place outside \/a/],
    ["removing everything", {}, { op: "remove", path: "" }, /expected a place inside the document/],
    ["a failing test", { a: 1 }, { op: "test", path: "/a", value: "1" }, /expected the value there to equal the given one/],
    ["an unknown operation", {}, { op: "increment", path: "/a" }, /\/0\/op/],
    ["no value", {}, { op: "add", path: "/a" }, /\/0\/value/],
    ["a bad pointer", {}, { op: "remove", path: "a" }, /expected a JSON pointer/],
  ];
  for (const [what, document, operation, reason] of cases) {
    test(what, () => {
      expect(() => apply(document, operation)).toThrow(LikelihoodError);
      expect(() => apply(document, operation)).toThrow(reason);
    });
  }
});

test("adding __proto__ makes a member and no prototype", () => {
  const result = apply({}, { op: "add", path: "/__proto__", value: { polluted: true } }) as Record<string, unknown>;
  expect(Object.hasOwn(result, "__proto__")).toBe(true);
  expect(result["polluted"]).toBeUndefined();
});

test("adding and then removing gives the document back; all else fails in words", () => {
  const tokens = fc.array(fc.constantFrom("a", "b", "0", "1", "-", "~0", ""), { maxLength: 4 });
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), tokens, (document, path) => {
    const at = path.map((token) => `/${token}`).join("");
    try {
      const added = apply(document, { op: "test", path: "", value: document }, { op: "add", path: at, value: 7 });
      if (at !== "" && !at.endsWith("-")) expect(apply(added, { op: "test", path: at, value: 7 })).toBe(added);
    } catch (error) {
      expect(error).toBeInstanceOf(LikelihoodError);
    }
  }), { numRuns: 300 });
});
