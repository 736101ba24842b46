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
  ["2 ^ -1", 0.5],
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

test.each(["e", "pi", "i", "mod", "log", "min", "in", "to", "true", "constructor", "x_1", "β"])(
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
      pre(text.length < 2000);
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
  ["mLsp <= mGluno - 25", 'expected a parameter at character 9 of "mLsp <= mGluno - 25", got `mGluno`; did you mean `mGluino`?'],
  ["x < 3", 'expected a parameter at character 1 of "x < 3", got `x`; there are mGluino, mLsp'],
  ["mLsp - 25", 'expected a constraint to be true or false, got the number "mLsp - 25"; compare it with something, as in "mLsp - 25 >= 0"'],
  ["mLsp = 25", 'expected numbers, names and operators, got "=" at character 6 of "mLsp = 25"; compare with ==, <= or >='],
  ["mLsp =< 25", 'expected numbers, names and operators, got "=" at character 6 of "mLsp =< 25"; compare with ==, <= or >='],
  ["mLsp % 2 < 1", 'expected numbers, names and operators, got "%" at character 6 of "mLsp % 2 < 1"; there is no remainder, write x - y * floor(x / y)'],
  ["2mLsp < 3", 'expected an operator or the end at character 2 of "2mLsp < 3", got `mLsp`'],
  ["mLsp <", 'expected a number, a name or ( at character 7 of "mLsp <", got the end'],
  ["", 'expected a number, a name or ( at character 1 of "", got the end'],
  ["(mLsp < 3", 'expected ) at character 10 of "(mLsp < 3", got the end'],
  ["sqr(mLsp) < 3", 'expected a function at character 1 of "sqr(mLsp) < 3", got `sqr`; did you mean `sqrt`?'],
  ["sqrt(mLsp, 2) < 3", 'expected 1 argument for sqrt at character 1 of "sqrt(mLsp, 2) < 3", got 2'],
  ["sqrt() < 3", 'expected a number, a name or ( at character 6 of "sqrt() < 3", got `)`'],
  ["max(1 2) < 3", 'expected , or ) at character 7 of "max(1 2) < 3", got `2`'],
  [
    "mLsp and mGluino",
    'expected "mLsp and mGluino" to join conditions with and, or, not, got a number before character 6; compare it with something',
  ],
  [
    "(mLsp < 3) + 1 > 2",
    'expected "(mLsp < 3) + 1 > 2" to calculate and compare with numbers, got something true or false before character 14; join conditions with and, or, not',
  ],
  ["eval(mLsp) < 3", "expected a function at character 1 of \"eval(mLsp) < 3\", got `eval`; there are abs, sign, floor, ceil, round, sqrt, cbrt, exp, expm1, log, log1p, log2, log10, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, atan2, pow, hypot, min, max"],
  ["mLsp.constructor < 3", 'expected numbers, names and operators, got "." at character 5 of "mLsp.constructor < 3"'],
  ['mLsp["x"] < 3', 'expected numbers, names and operators, got "[" at character 5 of "mLsp["x"] < 3"'],
  ["x".repeat(2001), "expected an expression of at most 2000 characters, got 2001"],
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

test("deep nesting within the length limit neither compiles nor evaluates to a stack overflow", () => {
  const text = `${"(".repeat(990)}1${")".repeat(990)} < 2`;
  expect(valueOf(text)).toBe(true);
});
