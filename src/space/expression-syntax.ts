import jsep from "jsep";

/** An expression that cannot be compiled or has no value; the message quotes it and says how to repair it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** What stands in parentheses. */
export interface Group extends jsep.Expression {
  readonly type: "Group";
  readonly inner: jsep.Expression;
}

export type Syntax = jsep.CoreExpression | Group;

const maximumLength = 1000; // characters; keeps the nesting, and with it the call stack, shallow

/** How tightly operators bind; powers do so from the right. */
const powerStrength = 8;
const prefixStrengths = new Map([["not", 3], ["!", 3], ["+", 7], ["-", 7]]);
const binaryStrengths = new Map([
  ["or", 1], ["||", 1],
  ["and", 2], ["&&", 2],
  ["<", 4], ["<=", 4], [">", 4], [">=", 4], ["==", 4], ["!=", 4],
  ["+", 5], ["-", 5],
  ["*", 6], ["/", 6],
  ["^", powerStrength], ["**", powerStrength],
]); // prettier-ignore

// jsep has one grammar for the whole process: from here on it is this one.
jsep.removeAllLiterals();
jsep.removeAllUnaryOps();
jsep.removeAllBinaryOps();
for (const operator of prefixStrengths.keys()) jsep.addUnaryOp(operator);
for (const [operator, strength] of binaryStrengths) jsep.addBinaryOp(operator, strength, strength === powerStrength);

jsep.hooks.add("gobble-token", function (env) {
  if (this.char === "(") env.node = { type: "Group", inner: this.gobbleGroup() };
});

/** First of the hooks, and so before jsep looks for x ? y : z. */
jsep.hooks.add("after-expression", function (env) {
  if (!["", ",", ")"].includes(this.char)) this.throwError("more than one expression");
  if (env.node) env.node = rebound(env.node);
}, true);

/** To jsep, prefixes bind tightest; here those that bind less than the operator at their right are moved out: -x^2 = -(x^2). */
function rebound(syntax: jsep.Expression): jsep.Expression {
  if (syntax.type !== "BinaryExpression") return syntax;
  const { operator, left, right } = syntax as jsep.BinaryExpression;
  const whole = { ...syntax, left: rebound(left), right: rebound(right) };
  const first = whole.left as jsep.UnaryExpression;
  const isTight = first.type !== "UnaryExpression" || prefixStrengths.get(first.operator)! > binaryStrengths.get(operator)!;
  return isTight ? whole : { ...first, argument: rebound({ ...whole, left: first.argument }) };
}

/** What jsep would put up with. */
const unreadable = new RegExp([
  /^\s*$/, // nothing at all
  /[^\p{L}\p{N}_\s.,()+*/^<>=!&|-]/u, // a character that no expression has
  /(?<=(?:^|[(,])\s*)[,)]|,(?=\s*$)/, // a comma or ) with nothing before it, and a comma at the end
  /(?<!\d)\.(?!\d)/, // a point that is in no number
  /(?<![\p{L}\p{N}_.])[\d.]+[eE](?![-+]?\d)/u, // an exponent without digits
].map(({ source }) => source).join("|"), "u");

/**
 * Reads an expression.
 * @throws ExpressionError when the text is none.
 */
export function parseExpression(text: string): Syntax {
  if (text.length > maximumLength) {
    throw new ExpressionError(`expected an expression of at most ${maximumLength} characters, got ${text.length}`);
  }
  const unreadableAt = text.search(unreadable);
  if (unreadableAt >= 0) throw misread(text, unreadableAt);
  try {
    return jsep(`${text.replaceAll(/\s/g, " ")} `) as Syntax; // words such as and are operators only before something
  } catch (error) {
    const { index } = error as { readonly index?: number };
    throw index === undefined ? error : misread(text, index);
  }
}

function misread(text: string, index: number): ExpressionError {
  const column = Math.min(index, text.trimEnd().length) + 1;
  const [before, rest] = [text.slice(0, column - 1), text.slice(column - 1)];
  const isAfterOperand = /[\p{L}\p{N}_.)]\s*$/u.test(before) && !/(?<![\p{L}\p{N}_])(?:and|or|not)\s*$/u.test(before);
  const end = before.split("(").length > before.split(")").length ? ")" : "the end";
  const expected = isAfterOperand ? `an operator or ${end}` : "a number, a name or (";
  const got = /^\s*([\p{L}\p{N}_.]+|[^]?)/u.exec(rest)![1]!;
  const shown = got === "" ? "the end" : `\`${got}\`${repairs.get(got) ?? ""}`;
  return new ExpressionError(`expected ${expected} at character ${column} of "${text}", got ${shown}`);
}

const repairs = new Map([
  ["=", "; compare with ==, <= or >="],
  ["≤", "; write <="],
  ["≥", "; write >="],
  ["−", "; write the hyphen -"],
  ["%", "; there is no remainder, write x - y * floor(x / y)"],
  ["&", "; write and"],
  ["|", "; write or, and abs(x) for a magnitude"],
]);
