import type jsep from "jsep";
import { didYouMean } from "./nearest-name.ts";
import { expressionConstants, expressionFunctions } from "./expression-functions.ts";
import { compareNodes, constantNode, negativeNode, numberNode, sumNode, truthNode } from "./expression-nodes.ts";
import type { Evaluate, ExpressionNode, NumberNode } from "./expression-nodes.ts";
import { ExpressionError, parseExpression, type Syntax } from "./expression-syntax.ts";

const comparisons = new Map<string, (order: number) => boolean>([
  ["<", (order) => order < 0],
  ["<=", (order) => order <= 0],
  [">", (order) => order > 0],
  [">=", (order) => order >= 0],
  ["==", (order) => order === 0],
  ["!=", (order) => order !== 0],
]);

/**
 * Compiles an expression over the names; coordinate k of a row is the value of `names[k]`. From loosest to tightest:
 * `or` (||), `and` (&&), `not` (!), comparisons (< <= > >= == !=, also chained: 0 < x < y), + -, * /, signs, ^ (**, from
 * the right), and calls of the functions in expression-functions.ts. A name means the parameter, whatever else it could mean.
 * Evaluating throws ExpressionError where a compared number has no value (the root of a negative number, 0/0).
 * @throws ExpressionError when the text is not such an expression.
 */
export function compileExpression(text: string, names: readonly string[]): ExpressionNode {
  return new Compiler(text, names).node(parseExpression(text));
}

/** Turns syntax into closures, which are all that is left at run time. */
class Compiler {
  readonly #text: string;
  readonly #names: readonly string[];

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
  }

  node(expression: jsep.Expression): ExpressionNode {
    const syntax = expression as Syntax;
    switch (syntax.type) {
      case "Literal": return constantNode(Number(syntax.value));
      case "Identifier": return this.#named(syntax.name);
      case "ThisExpression": return this.#named("this");
      case "CallExpression": return this.#call(syntax);
      case "Group": return this.node(syntax.inner);
      case "UnaryExpression": return this.#prefixed(syntax);
      case "BinaryExpression": return comparisons.has(syntax.operator) ? truthNode(this.#comparison(syntax)) : this.#joined(syntax);
      case "MemberExpression": throw this.#error("numbers, names, functions and operators", "a property");
      default: throw this.#error("one expression", "several, with a comma between them");
    }
  }

  #named(name: string): NumberNode {
    const index = this.#names.indexOf(name);
    if (index >= 0) return numberNode((coordinates, offset) => coordinates[offset + index]!);
    const constant = expressionConstants.get(name);
    if (constant === undefined) throw this.#unknown("a parameter", name, this.#names);
    return constantNode(constant);
  }

  #call({ callee, arguments: values }: jsep.CallExpression): NumberNode {
    const { type, name } = callee as jsep.Identifier;
    if (type !== "Identifier") throw this.#error("the name of a function before (", "something else");
    const called = expressionFunctions.get(name);
    if (called === undefined) throw this.#unknown("a function", name, [...expressionFunctions.keys()]);
    const { least, most, apply } = called;
    if (values.length < least || values.length > most) {
      throw this.#error(`${least} argument${least > 1 ? "s" : ""} for ${name}`, String(values.length));
    }
    const numbers = values.map((value) => this.#number(value, name).evaluate);
    if (numbers.length > 1) return numberNode((coordinates, offset) => apply(...numbers.map((number) => number(coordinates, offset))));
    const number = numbers[0]!;
    return numberNode((coordinates, offset) => apply(number(coordinates, offset)));
  }

  #prefixed({ operator, argument }: jsep.UnaryExpression): ExpressionNode {
    if (operator === "+") return this.#number(argument, operator);
    if (operator === "-") return negativeNode(this.#number(argument, operator));
    const holds = this.#truth(argument, operator);
    return truthNode((coordinates, offset) => !holds(coordinates, offset));
  }

  #joined({ operator, left, right }: jsep.BinaryExpression): ExpressionNode {
    if (/[&|a-z]/.test(operator)) {
      const [a, b] = [this.#truth(left, operator), this.#truth(right, operator)];
      if (operator === "or" || operator === "||") return truthNode((coordinates, offset) => a(coordinates, offset) || b(coordinates, offset));
      return truthNode((coordinates, offset) => a(coordinates, offset) && b(coordinates, offset));
    }
    const [first, second] = [this.#number(left, operator), this.#number(right, operator)];
    if (operator === "+") return sumNode(first, second);
    if (operator === "-") return sumNode(first, negativeNode(second));
    const [a, b] = [first.evaluate, second.evaluate];
    if (operator === "*") return numberNode((coordinates, offset) => a(coordinates, offset) * b(coordinates, offset));
    if (operator === "/") return numberNode((coordinates, offset) => a(coordinates, offset) / b(coordinates, offset));
    return numberNode((coordinates, offset) => a(coordinates, offset) ** b(coordinates, offset));
  }

  /** A chain x < y < z, which is read from the left, is x < y and y < z. */
  #comparison({ operator, left, right }: jsep.BinaryExpression): Evaluate<boolean> {
    const chained = left as jsep.BinaryExpression;
    const isChain = chained.type === "BinaryExpression" && comparisons.has(chained.operator);
    const order = compareNodes(this.#number(isChain ? chained.right : left, operator), this.#number(right, operator));
    const satisfied = comparisons.get(operator)!;
    const holds: Evaluate<boolean> = (coordinates, offset) => satisfied(this.#decided(order(coordinates, offset), coordinates, offset));
    if (!isChain) return holds;
    const holdsBefore = this.#comparison(chained);
    return (coordinates, offset) => holdsBefore(coordinates, offset) && holds(coordinates, offset);
  }

  #decided(order: number, coordinates: ArrayLike<number>, offset: number): number {
    if (!Number.isNaN(order)) return order;
    const values = this.#names.map((name, k) => `${name} = ${coordinates[offset + k]}`).join(", ");
    throw new ExpressionError(
      `expected "${this.#text}" to be true or false, got a comparison with something that is not a number at ${values}; ` +
        `first ask for what makes it one, as in "x >= 0 and sqrt(x) > 2"`,
    );
  }

  #number(syntax: jsep.Expression, beside: string): NumberNode {
    const node = this.node(syntax);
    if (node.kind === "number") return node;
    throw this.#error(`numbers with \`${beside}\``, "a condition; join conditions with and, or, not");
  }

  #truth(syntax: jsep.Expression, beside: string): Evaluate<boolean> {
    const node = this.node(syntax);
    if (node.kind === "truth") return node.evaluate;
    throw this.#error(`conditions with \`${beside}\``, "a number; compare it with something");
  }

  #unknown(expected: string, name: string, known: readonly string[]): ExpressionError {
    return this.#error(expected, `\`${name}\`${didYouMean(name, known) || `; there are ${known.join(", ")}`}`);
  }

  #error(expected: string, got: string): ExpressionError {
    return new ExpressionError(`expected ${expected} in "${this.#text}", got ${got}`);
  }
}
