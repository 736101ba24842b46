import { expect, test } from "vitest";
import { describeError, EvaluationError, lastReplyLine, oneLine, parseReply, parseReplyLine, show } from "../../src/evaluation/index.ts";

test("an error is described with its kind and its causes", () => {
  const cause = new Error("connect ECONNREFUSED 127.0.0.1:80");
  expect(describeError(new TypeError("fetch failed", { cause }))).toBe("TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:80");
  expect(describeError(new EvaluationError("no licence", true))).toBe("no licence");
  expect(describeError(new AggregateError([cause], ""))).toBe("AggregateError: connect ECONNREFUSED 127.0.0.1:80");
});

test.each([
  [undefined, "not an error but nothing"],
  ["text", "text"],
  [Symbol("s"), "not an error but Symbol(s)"],
  [new Error(""), "an error without a message"],
  [Object.defineProperty(new Error("x"), "message", { get: () => { throw new Error("trap"); } }), "an error that cannot be shown"],
])("whatever is thrown is described: %#", (thrown, description) => {
  expect(describeError(thrown)).toBe(description);
});

test("a value is shown in short, without calling into it", () => {
  const trap = { toString: () => { throw new Error("called"); }, toJSON: () => { throw new Error("called"); } };
  expect(show(trap)).toContain("toString");
  expect(show("x".repeat(1e6)).length).toBeLessThan(200);
  expect(show(new Proxy({}, { ownKeys: () => { throw new Error("called"); } }))).toBe("{}");
});

test("one line keeps ordinary text of any script and never ends in half a character", () => {
  expect(oneLine(" σ(χ̃) = 3 µb 🎲 ")).toBe("σ(χ̃) = 3 µb 🎲");
  expect(oneLine("🎲".repeat(1000)).isWellFormed()).toBe(true);
});

test("Python's NaN and Infinity are read as numbers, inside strings they stay text", () => {
  expect(parseReply('{"a": NaN, "b": [-Infinity, 1], "c": "NaN \\"Infinity"}')).toEqual({
    a: NaN, b: [-Infinity, 1], c: 'NaN "Infinity',
  });
  expect(() => parseReply('{"a": NaN,}')).toThrow(SyntaxError);
  expect(() => parseReply("{'a': 1}")).toThrow(SyntaxError);
});

test("the last line that holds an object is the reply", () => {
  expect(lastReplyLine('{"infeasible": "first"}\n{"infeasible": "second"}\r\n7\n[1]\ndone {}\n{cut')).toEqual({ infeasible: "second" });
  expect(lastReplyLine("no reply\n")).toBeUndefined();
  expect(parseReplyLine("null")).toBeUndefined();
});
