import { assert, constantFrom, integer, jsonValue, property, string } from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { lineAndColumn, TextError } from "../../src/config/document.ts";
import { readYaml } from "../../src/config/yaml-reader.ts";

function mistake(text: string): string {
  try {
    readYaml(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { line, column } = lineAndColumn(text, error.offset);
    return `${line}:${column} ${error.message}`;
  }
  return "no mistake";
}

test("what YAML is written for a value has that value", () => {
  assert(
    property(jsonValue({ maxDepth: 3 }), (value) => {
      const { value: read, findings } = readYaml(stringify(value, { aliasDuplicateObjects: false }));
      expect(findings).toEqual([]);
      expect(read).toEqual(value);
    }),
  );
});

test("JSON with tabs is YAML too", () => {
  const value = { parameters: [{ name: "a", lower: 1e-3, upper: -2.5e3 }], seed: 1, list: [[], {}] };
  expect(readYaml(JSON.stringify(value, undefined, "\t")).value).toEqual(value);
});

test("words such as no and on are text, numbers are numbers", () => {
  expect(readYaml("a: no\nb: on\nc: 1e3\nd: 2024-01-01\ne: ~\nf:\n1: x").value).toEqual({
    a: "no", b: "on", c: 1000, d: "2024-01-01", e: null, f: null, "1": "x",
  });
});

test("keys and values have their places", () => {
  const text = "a:\n  - x: 1\n    yy: [2, three]\n";
  const { places } = readYaml(text);
  expect(text.slice(places.offset(["a", 0, "yy"], "key"))).toMatch(/^yy:/);
  expect(text.slice(places.offset(["a", 0, "yy", 1], "value"))).toMatch(/^three/);
});

test("aliases and tags are told, whatever they stand for", () => {
  const { findings } = readYaml("a: &x [1]\nb: *x\nc: !!binary aGVsbG8=\nd: !!str 3");
  expect(findings.map(({ path, message }) => `${path.join(".")} ${message}`)).toMatchInlineSnapshot(`
    [
      "b expected a plain value, got an alias (*x); write the value out",
      "c expected a plain value, got a tag (tag:yaml.org,2002:binary); write the value out",
      "d expected a plain value, got a tag (tag:yaml.org,2002:str); write the value out",
    ]
  `);
});

test("a short text that would unfold to an enormous one is refused at once", () => {
  const bomb = Array.from({ length: 30 }, (_, i) => (i === 0 ? "a0: &a0 [x, x]" : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`)).join("\n");
  expect(readYaml(bomb).findings).toHaveLength(58);
});

test.each([
  ["a:\n\tb: 1", "2:1 expected spaces as indentation, got a tab"],
  ["a: 1\n---\nb: 2", "2:1 expected one config, got a second after the line ---"],
  ["a: !foo 1", "1:4 expected a plain value, got a tag; write the value out"],
  ["? [a]\n: 1", "1:3 expected a plain word as key, got a list, an object or an alias"],
  ["a: [1, 2", "1:9 expected YAML, got something else: Flow sequence in block collection must be sufficiently indented and end with a ]"],
  ["a:\n  b: 1\n c: 2", "3:1 expected YAML, got something else: All mapping items must start at the same column"],
  ["a: b: c", "1:4 expected YAML, got something else: Nested mappings are not allowed in compact mappings"],
  ['a: "b', '1:6 expected YAML, got something else: Missing closing "quote'],
  ["a: @b", "1:4 expected YAML, got something else: Plain value cannot start with reserved character @"],
])("%s is refused: %s", (text, message) => {
  expect(mistake(text)).toBe(message);
});

test("any text is read, or refused at a place inside it", () => {
  const valid = 'a:\n  - x: 1\n    y: [2, "three"]\nb: {c: null, d: true} # end\n';
  const pieces = constantFrom("- ", ": ", "&a ", "*a", "!t ", "{", "]", "|\n", "\t", "'", '"', "? ", "---\n", "%");
  assert(
    property(integer({ min: 0, max: valid.length }), integer({ min: 0, max: 6 }), pieces, string({ maxLength: 2 }), (from, count, piece, other) => {
      const text = valid.slice(0, from) + piece + other + valid.slice(from + count);
      try {
        readYaml(text);
      } catch (error) {
        expect(error).toBeInstanceOf(TextError);
        expect((error as TextError).offset).toBeGreaterThanOrEqual(0);
        expect((error as TextError).offset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 500 },
  );
});

test("very deep nesting is refused before anything recurses into it", () => {
  expect(mistake("[".repeat(50_000))).toBe("1:101 expected at most 100 levels of nesting, got more");
  expect(mistake("- ".repeat(50_000))).toBe("1:201 expected at most 100 levels of nesting, got more");
});
