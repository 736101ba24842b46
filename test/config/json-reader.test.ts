import { assert, constantFrom, integer, jsonValue, property, string } from "fast-check";
import { expect, test } from "vitest";
import { lineAndColumn, TextError } from "../../src/config/document.ts";
import { readJson } from "../../src/config/json-reader.ts";
import type { Path } from "../../src/config/problem.ts";

function mistake(text: string): string {
  try {
    readJson(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { line, column } = lineAndColumn(text, error.offset);
    return `${line}:${column} ${error.message}`;
  }
  return "no mistake";
}

test("whatever JSON there is has the value that JSON.parse gives it", () => {
  assert(
    property(jsonValue(), constantFrom("", " ", "\t", "\r\n  "), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent.replace("\r\n", "")).replaceAll("\n", `${indent}\n`);
      expect(readJson(text).value).toEqual(JSON.parse(text));
      expect(readJson(text).findings).toEqual([]);
    }),
  );
});

test.each(["1e400", "-0", "1E+5", "0.1e-3", '"\\u00e9\\ud83d\\ude00\\n\\/"', '{"__proto__": {"a": 1}, "constructor": 2}', "[[], {}, null, true]"])(
  "%s has the value that JSON.parse gives it",
  (text) => {
    expect(readJson(text).value).toStrictEqual(JSON.parse(text));
  },
);

test("every value has its place", () => {
  assert(
    property(jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value, undefined, "\t");
      const { places } = readJson(text);
      const look = (inner: unknown, path: Path): void => {
        const offset = places.offset(path, "value")!;
        const first = JSON.stringify(inner)[0]!;
        expect(text[offset]).toBe(first);
        if (typeof inner !== "object" || inner === null) return;
        for (const [key, item] of Object.entries(inner)) look(item, [...path, Array.isArray(inner) ? Number(key) : key]);
      };
      look(value, []);
    }),
  );
});

test("any text is read, or refused at a place inside it", () => {
  const valid = '{"a": [1, -2.5e3, "x\\"y"], // comment\n "b": {"c": null, "d": true}}';
  assert(
    property(integer({ min: 0, max: valid.length }), integer({ min: 0, max: 6 }), string({ maxLength: 4 }), (from, count, inserted) => {
      const text = valid.slice(0, from) + inserted + valid.slice(from + count);
      try {
        readJson(text);
      } catch (error) {
        expect(error).toBeInstanceOf(TextError);
        expect((error as TextError).offset).toBeGreaterThanOrEqual(0);
        expect((error as TextError).offset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

test("comments and commas before a closing bracket are allowed", () => {
  const text = '// first\n{ "a": [1, 2, /* three */ ], "url": "http://x/*y*/", }\n// last';
  expect(readJson(text).value).toEqual({ a: [1, 2], url: "http://x/*y*/" });
});

test("a key that comes twice is told, and its last value holds", () => {
  const { value, findings } = readJson('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}');
  expect(value).toEqual({ a: 3, b: { c: 2 } });
  expect(findings.map(({ path }) => path)).toEqual([["b", "c"], ["a"]]);
});

test.each([
  ['{\n  "a": 1\n  "b": 2\n}', '3:3 expected "," or "}" after the value of a, got `"b"`'],
  ['{\n  "a": "x"\n  "b": 2\n}', '3:3 expected "," or "}" after the value of a, got `"b"`'],
  ['{"a" 1}', '1:6 expected ":" after the key "a", got `1`; write numbers as 800, 0.5 or 1e-3'],
  ['{"a" = 1}', '1:6 expected ":" after the key "a", got `=`'],
  ['{"a": }', "1:7 expected a value, got `}`"],
  ['{"a": [1, , 2]}', "1:11 expected a value, got `,`"],
  ["{a: 1}", '1:2 expected a key in double quotes or "}", got `a`; write text in double quotes, "a"'],
  ["{'a': 1}", `1:2 expected a key in double quotes or "}", got \`'a'\`; write text in double quotes, "like this"`],
  ["{“a”: 1}", `1:2 expected a key in double quotes or "}", got \`“a”\`; write text in double quotes, "like this"`],
  ['{\u00a0"a": 1}', '1:2 expected a key in double quotes or "}", got `\u00a0`; delete this invisible character, or write a plain space'],
  ['{"a": linear}', '1:7 expected a value, got `linear`; write text in double quotes, "linear"'],
  ['{"a": NaN}', "1:7 expected a value, got `NaN`; a config has finite numbers only"],
  ['{"a": -Infinity}', "1:7 expected a value, got `-Infinity`; a config has finite numbers only"],
  ['{"a": True}', "1:7 expected a value, got `True`; write true, false or null"],
  ['{"a": .5}', "1:7 expected a value, got `.5`; write numbers as 800, 0.5 or 1e-3"],
  ['{"a": +5}', "1:7 expected a value, got `+5`; write numbers as 800, 0.5 or 1e-3"],
  ['{"a": 01}', "1:7 expected a value, got `01`; write numbers as 800, 0.5 or 1e-3"],
  ['{"a": 100 GeV}', '1:11 expected "," or "}" after the value of a, got `GeV`; write text in double quotes, "GeV"'],
  ['{"a": 100GeV}', "1:7 expected a value, got `100GeV`; write numbers as 800, 0.5 or 1e-3"],
  ['{"a": "x\n}', "1:7 expected a closing double quote on the same line, got none"],
  ['{"a": "C:\\Users"}', '1:7 expected text as JSON writes it, got "C:\\Users"; write a backslash as \\\\, a tab as \\t'],
  ['{"a": [1, 2', '1:12 expected "]" to close the "[" of line 1, got the end of the file'],
  ['{\n "a": {"b": 1,\n', '3:1 expected "}" to close the "{" of line 2, got the end of the file'],
  ['{"a": [1, 2,', '1:13 expected "]" to close the "[" of line 1, got the end of the file'],
  ['{"a"', '1:5 expected ":" after the key "a", got the end of the file'],
  ['{"a":', "1:6 expected a value, got the end of the file"],
  ['{"a": 1}}', "1:9 expected the end after the config's last }, got `}`"],
  ['{"a": 1} {"b": 2}', "1:10 expected the end after the config's last }, got `{`"],
  ['{"a": 1 /* never closed }', '1:9 expected "*/" to close the comment, got the end of the file'],
])("%s is refused: %s", (text, message) => {
  expect(mistake(text)).toBe(message);
});

test("very deep nesting is refused", () => {
  expect(mistake("[".repeat(200_000))).toBe("1:102 expected at most 100 levels of nesting, got more");
});
