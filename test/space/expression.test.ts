import { expect, test } from "vitest";
import { type Arbitrary, array, assert, constantFrom, integer, letrec, oneof, pre, property, string, tuple } from "fast-check";
import { compileConstraint, compileExpression, ExpressionError } from "../../src/space/index.ts";
import { expressionFunctions } from "../../src/space/expression-functions.ts";

function valueOf(text: string, parameters: Readonly<Record<string, number>> = {}): number | boolean {
  return compileExpression(text, Object.keys(parameters)).evaluate(Object.values(parameters), 0);
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  return "no error";
}

test.each([
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["2 - 3 - 4", -5],
  ["2 - (3 - 4)", 3],
  ["24 / 4 / 2", 3],
  ["2 ^ 3 ^ 2", 512],
  ["2 ** 3", 8],
  ["-2 ^ 2", -4],
  ["(-2) ^ 2", 4],
  ["3 * -2 ** 2", -12],
  ["2 ^ -1", 0.5],
  ["2 ^ -1 ^ 2 * 8", 4],
  ["--2 ^ 2", 4],
  ["--2", 2],
  ["+2", 2],
  [".5 + 1. + 1.5e1 + 2E-1", 16.7],
  ["sqrt(16) + max(1, 5, 3) - min(2)", 7],
  ["atan2(1, 1) * 4", Math.PI],
  ["hypot(3, 4)", 5],
  ["log(e ^ 2) + cos(pi)", 1],
  ["1 < 2", true],
  ["1 < 2 < 3", true],
  ["1 < 3 < 2", false],
  ["3 >= 3 == 3", true],
  ["1 != 1", false],
  ["not 1 < 2", false],
  ["not -1 + 1 < 2 or 3 > 2", true],
  ["not not 1 < 2", true],
  ["!(1 < 2) || 3 > 2", true],
  ["1 > 2 and 1 > 2 or 2 > 1", true],
  ["1 > 2 && (1 > 2 || 2 > 1)", false],
  ["not 1 > 2 and 1 > 2", false],
  ["1 / 0 > 5", true],
])("%s is %s", (text, value) => {
  const result = valueOf(text);
  if (typeof value === "number") expect(result).toBeCloseTo(value, 12);
  else expect(result).toBe(value);
});

test.each(["e", "pi", "i", "mod", "log", "min", "in", "to", "true", "this", "constructor", "x_1", "β"])(
  "a parameter named %s is the parameter, whatever else the word could mean",
  (name) => {
    expect(valueOf(`2 * ${name} + 1`, { other: 100, [name]: 3 })).toBe(7);
    expect(valueOf(`log10(${name}) == 0`, { [name]: 1 })).toBe(true);
  },
);

test("a value is looked up in the row that starts at the offset", () => {
  const node = compileExpression("10 * a + b", ["a", "b"]);
  expect(node.evaluate([1, 2, 3, 4], 2)).toBe(34);
});

interface Generated {
  readonly text: string;
  readonly value: number;
}

const operands = { a: 1.75, b: -0.5, c: 3 };
const leaf: Arbitrary<Generated> = oneof(
  constantFrom(...Object.entries(operands)).map(([text, value]) => ({ text, value })),
  integer({ min: 0, max: 99 }).map((value) => ({ text: String(value), value })),
);
const { formula } = letrec<{ formula: Generated }>((tie) => ({
  formula: oneof(
    { maxDepth: 5 },
    leaf,
    tuple(tie("formula"), constantFrom("+", "-", "*", "/"), tie("formula")).map(([x, operator, y]) => ({
      text: `(${x.text}) ${operator} (${y.text})`,
      value: { "+": x.value + y.value, "-": x.value - y.value, "*": x.value * y.value, "/": x.value / y.value }[operator],
    })),
    tie("formula").map(({ text, value }) => ({ text: `-(${text})`, value: -value })),
    tie("formula").map(({ text, value }) => ({ text: `abs(${text})`, value: Math.abs(value) })),
    tuple(tie("formula"), tie("formula")).map(([x, y]) => ({ text: `max(${x.text}, ${y.text})`, value: Math.max(x.value, y.value) })),
  ),
}));

test("any formula has the value that its parts combine to", () => {
  assert(
    property(formula, ({ text, value }) => {
      pre(text.length < 1000);
      expect(valueOf(text, operands)).toBe(value);
    }),
    { numRuns: 300 },
  );
});

test("any text is an expression or an ExpressionError", () => {
  const words = constantFrom("a", "b", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", "<", "<=", "==", "and", "or", "not", ",", "sqrt", "é", "$", "=", " ");
  assert(
    property(oneof(string({ unit: "grapheme" }), array(words, { maxLength: 12 }).map((parts) => parts.join(" "))), (text) => {
      try {
        expect(compileExpression(text, ["a", "b"]).kind).toMatch(/^(number|truth)$/);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }),
    { numRuns: 500 },
  );
});

function holds(text: string, a: number, b: number): number | boolean {
  return valueOf(text, { a, b });
}

test("comparisons take what is equal but for rounding as equal", () => {
  expect(0.1 + 0.2 <= 0.3).toBe(false);
  expect(holds("a + b <= 0.3", 0.1, 0.2)).toBe(true);
  expect(holds("a + b < 0.3", 0.1, 0.2)).toBe(false);
  expect(holds("a + b >= 0.3", 0.1, 0.2)).toBe(true);
  expect(holds("a + b == 0.3", 0.1, 0.2)).toBe(true);
  expect(holds("a + b - 0.3 <= 0", 0.1, 0.2)).toBe(true);
  expect(holds("0 >= -(0.3 - a - b)", 0.1, 0.2)).toBe(true);
  expect(holds("a + b <= 0.3", 0.1, 0.2 + 1e-11)).toBe(false);
  expect(holds("a < b", 1e-300, 2e-300)).toBe(true);
});

test("the functions are those of mathematics and nothing else", () => {
  expect([...expressionFunctions.keys()].join(" ")).toMatchInlineSnapshot(
    `"abs sign floor ceil round sqrt cbrt exp expm1 log log1p log2 log10 sin cos tan asin acos atan sinh cosh tanh atan2 pow hypot min max"`,
  );
});

test.each([
  ["mLsp <= mGluno - 25", 'expected a parameter in "mLsp <= mGluno - 25", got `mGluno`; did you mean `mGluino`?'],
  ["x < 3", 'expected a parameter in "x < 3", got `x`; there are mGluino, mLsp'],
  ["mLsp - 25", 'expected a constraint to be true or false, got the number "mLsp - 25"; compare it with something, as in "mLsp - 25 >= 0"'],
  ["mLsp = 25", 'expected an operator or the end at character 6 of "mLsp = 25", got `=`; compare with ==, <= or >='],
  ["mLsp =< 25", 'expected an operator or the end at character 6 of "mLsp =< 25", got `=`; compare with ==, <= or >='],
  ["mLsp % 2 < 1", 'expected an operator or the end at character 6 of "mLsp % 2 < 1", got `%`; there is no remainder, write x - y * floor(x / y)'],
  ["2mLsp < 3", 'expected an operator or the end at character 2 of "2mLsp < 3", got `mLsp`'],
  ["mLsp <", 'expected a number, a name or ( at character 7 of "mLsp <", got the end'],
  ["", 'expected a number, a name or ( at character 1 of "", got the end'],
  ["mLsp and", 'expected a number, a name or ( at character 9 of "mLsp and", got the end'],
  ["(mLsp < 3", 'expected an operator or ) at character 10 of "(mLsp < 3", got the end'],
  ["mLsp < 3)", 'expected an operator or the end at character 9 of "mLsp < 3)", got `)`'],
  ["mLsp < 3) or (mLsp > 4", 'expected an operator or the end at character 9 of "mLsp < 3) or (mLsp > 4", got `)`'],
  ["mLsp < 3, mGluino < 4", 'expected one expression in "mLsp < 3, mGluino < 4", got several, with a comma between them'],
  ["mLsp < 3,", 'expected an operator or the end at character 9 of "mLsp < 3,", got `,`'],
  [", mLsp < 3", 'expected a number, a name or ( at character 1 of ", mLsp < 3", got `,`'],
  ["mLsp < 1.5.2", 'expected an operator or the end at character 11 of "mLsp < 1.5.2", got `.2`'],
  ["mLsp < 2e", 'expected a number, a name or ( at character 8 of "mLsp < 2e", got `2e`'],
  ["mLsp≤3", 'expected an operator or the end at character 5 of "mLsp≤3", got `≤`; write <='],
  ["mLsp − 3 > 0", 'expected an operator or the end at character 6 of "mLsp − 3 > 0", got `−`; write the hyphen -'],
  ["sqr(mLsp) < 3", 'expected a function in "sqr(mLsp) < 3", got `sqr`; did you mean `sqrt`?'],
  ["sqrt(mLsp, 2) < 3", 'expected 1 argument for sqrt in "sqrt(mLsp, 2) < 3", got 2'],
  ["sqrt() < 3", 'expected a number, a name or ( at character 6 of "sqrt() < 3", got `)`'],
  ["max(1, ) < 3", 'expected a number, a name or ( at character 8 of "max(1, ) < 3", got `)`'],
  ["max(1 2) < 3", 'expected an operator or ) at character 7 of "max(1 2) < 3", got `2`'],
  ["max(1, 2 < 3", 'expected an operator or ) at character 13 of "max(1, 2 < 3", got the end'],
  ["mLsp and mGluino", 'expected conditions with `and` in "mLsp and mGluino", got a number; compare it with something'],
  ["(mLsp < 3) + 1 > 2", 'expected numbers with `+` in "(mLsp < 3) + 1 > 2", got a condition; join conditions with and, or, not'],
  ["(1 < mLsp) < 3", 'expected numbers with `<` in "(1 < mLsp) < 3", got a condition; join conditions with and, or, not'],
  ["eval(mLsp) < 3", "expected a function in \"eval(mLsp) < 3\", got `eval`; there are abs, sign, floor, ceil, round, sqrt, cbrt, exp, expm1, log, log1p, log2, log10, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, atan2, pow, hypot, min, max"],
  ["mLsp.constructor < 3", 'expected an operator or the end at character 5 of "mLsp.constructor < 3", got `.constructor`'],
  ["m1.x < 3", 'expected numbers, names, functions and operators in "m1.x < 3", got a property'],
  ['mLsp["x"] < 3', 'expected an operator or the end at character 5 of "mLsp["x"] < 3", got `[`'],
  ['"x" < 3', 'expected a number, a name or ( at character 1 of ""x" < 3", got `"`'],
  ["mLsp > 2 ? 1 < 2 : 2 < 1", 'expected an operator or the end at character 10 of "mLsp > 2 ? 1 < 2 : 2 < 1", got `?`'],
  ["max(1)(2) < 3", 'expected the name of a function before ( in "max(1)(2) < 3", got something else'],
  ["x".repeat(1001), "expected an expression of at most 1000 characters, got 1001"],
])("the constraint %s is refused: %s", (text, message) => {
  expect(messageOf(() => compileConstraint(text, ["mGluino", "mLsp"]))).toBe(message);
});

test("a comparison without a value is an error that names the point, unless an earlier condition decides", () => {
  const isWide = compileConstraint("sqrt(a - b) > 2", ["a", "b"]);
  expect(isWide([9, 1], 0)).toBe(true);
  expect(messageOf(() => isWide([1, 9], 0))).toMatchInlineSnapshot(
    `"expected "sqrt(a - b) > 2" to be true or false, got a comparison with something that is not a number at a = 1, b = 9; first ask for what makes it one, as in "x >= 0 and sqrt(x) > 2""`,
  );
  expect(compileConstraint("a >= b and sqrt(a - b) > 2", ["a", "b"])([1, 9], 0)).toBe(false);
});

test("a no-break space is a space", () => {
  expect(valueOf("1\u00a0<\u00a02")).toBe(true);
});

test.each(["(", "-", "abs(", "1+(", "1+", "1^"])("as many %s as the length allows neither compile nor evaluate to a stack overflow", (opening) => {
  const levels = Math.floor(999 / (opening.length + (opening.includes("(") ? 1 : 0)));
  expect(Math.abs(Number(valueOf(`${opening.repeat(levels)}1${opening.includes("(") ? ")".repeat(levels) : ""}`)))).toBeGreaterThanOrEqual(1);
});
