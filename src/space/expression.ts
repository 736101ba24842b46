import { didYouMean } from "./nearest-name.ts";
import { expressionConstants, expressionFunctions } from "./expression-functions.ts";
import { compareNodes, negativeNode, numberNode, sumNode, truthNode } from "./expression-nodes.ts";
import type { Evaluate, ExpressionNode, NumberNode, TruthNode } from "./expression-nodes.ts";
import { ExpressionError, tokenize } from "./expression-tokens.ts";
import type { Token } from "./expression-tokens.ts";

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
};

/**
 * Compiles an expression over the names; coordinate k of a row is the value of `names[k]`. From loosest to tightest:
 * `or` (||), `and` (&&), `not` (!), comparisons (< <= > >= == !=, also chained: 0 < x < y), + -, * /, signs, ^ (**, from
 * the right), and calls of the functions in expression-functions.ts. A name means the parameter, whatever else it could mean.
 * Evaluating throws ExpressionError where a compared number has no value (the root of a negative number, 0/0).
 * @throws ExpressionError when the text is not such an expression.
 */
export function compileExpression(text: string, names: readonly string[]): ExpressionNode {
  return new Compiler(text, names).compile();
}

/** Recursive descent, one method for each level of precedence; the closures it returns are all that is left at run time. */
class Compiler {
  readonly #text: string;
  readonly #names: readonly string[];
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
    this.#tokens = tokenize(text);
  }

  compile(): ExpressionNode {
    const node = this.#either();
    if (this.#peek().kind !== "end") throw this.#unexpected("an operator or the end");
    return node;
  }

  #either(): ExpressionNode {
    const first = this.#both();
    if (!this.#at("||")) return first;
    const alternatives = [this.#truth(first)];
    while (this.#take("||")) alternatives.push(this.#truth(this.#both()));
    return truthNode((coordinates, offset) => alternatives.some((holds) => holds(coordinates, offset)));
  }

  #both(): ExpressionNode {
    const first = this.#opposite();
    if (!this.#at("&&")) return first;
    const conditions = [this.#truth(first)];
    while (this.#take("&&")) conditions.push(this.#truth(this.#opposite()));
    return truthNode((coordinates, offset) => conditions.every((holds) => holds(coordinates, offset)));
  }

  #opposite(): ExpressionNode {
    if (!this.#take("!")) return this.#comparison();
    const holds = this.#truth(this.#opposite());
    return truthNode((coordinates, offset) => !holds(coordinates, offset));
  }

  #comparison(): ExpressionNode {
    const first = this.#sum();
    const links: Evaluate<boolean>[] = [];
    let left = first;
    while (Object.hasOwn(comparisons, this.#peek().text)) {
      const satisfied = comparisons[this.#advance().text]!;
      const right = this.#sum();
      const order = compareNodes(this.#number(left), this.#number(right));
      links.push((coordinates, offset) => satisfied(this.#decided(order(coordinates, offset), coordinates, offset)));
      left = right;
    }
    if (links.length === 0) return first;
    if (links.length === 1) return truthNode(links[0]!);
    return truthNode((coordinates, offset) => links.every((holds) => holds(coordinates, offset)));
  }

  #sum(): ExpressionNode {
    let node = this.#product();
    while (this.#at("+") || this.#at("-")) {
      const subtracted = this.#advance().text === "-";
      const left = this.#number(node);
      const right = this.#number(this.#product());
      node = sumNode(left, subtracted ? negativeNode(right) : right);
    }
    return node;
  }

  #product(): ExpressionNode {
    let node = this.#signed();
    while (this.#at("*") || this.#at("/")) {
      const divided = this.#advance().text === "/";
      const a = this.#number(node).evaluate;
      const b = this.#number(this.#signed()).evaluate;
      node = numberNode(
        divided
          ? (coordinates, offset) => a(coordinates, offset) / b(coordinates, offset)
          : (coordinates, offset) => a(coordinates, offset) * b(coordinates, offset),
      );
    }
    return node;
  }

  #signed(): ExpressionNode {
    if (this.#take("+")) return this.#number(this.#signed());
    if (this.#take("-")) return negativeNode(this.#number(this.#signed()));
    return this.#power();
  }

  #power(): ExpressionNode {
    const node = this.#primary();
    if (!this.#take("^")) return node;
    const base = this.#number(node).evaluate;
    const exponent = this.#number(this.#signed()).evaluate;
    return numberNode((coordinates, offset) => base(coordinates, offset) ** exponent(coordinates, offset));
  }

  #primary(): ExpressionNode {
    const token = this.#peek();
    if (token.kind === "number") {
      const value = Number(this.#advance().text);
      return numberNode(() => value);
    }
    if (token.kind === "name") {
      this.#advance();
      return this.#take("(") ? this.#call(token) : this.#named(token);
    }
    if (!this.#take("(")) throw this.#unexpected("a number, a name or (");
    const node = this.#either();
    if (!this.#take(")")) throw this.#unexpected(")");
    return node;
  }

  #call(token: Token): NumberNode {
    const called = expressionFunctions.get(token.text);
    if (called === undefined) {
      const known = [...expressionFunctions.keys()];
      const repair = didYouMean(token.text, known) || `; there are ${known.join(", ")}`;
      throw this.#error("a function", token, `\`${token.text}\`${repair}`);
    }
    const values: Evaluate<number>[] = [];
    do values.push(this.#number(this.#either()).evaluate);
    while (this.#take(","));
    if (!this.#take(")")) throw this.#unexpected(", or )");
    const { least, most, apply } = called;
    if (values.length < least || values.length > most) {
      throw this.#error(`${least} argument${least > 1 ? "s" : ""} for ${token.text}`, token, String(values.length));
    }
    if (values.length === 1) {
      const value = values[0]!;
      return numberNode((coordinates, offset) => apply(value(coordinates, offset)));
    }
    return numberNode((coordinates, offset) => apply(...values.map((value) => value(coordinates, offset))));
  }

  #named(token: Token): NumberNode {
    const index = this.#names.indexOf(token.text);
    if (index >= 0) return numberNode((coordinates, offset) => coordinates[offset + index]!);
    const constant = expressionConstants.get(token.text);
    if (constant !== undefined) return numberNode(() => constant);
    const repair = didYouMean(token.text, this.#names) || `; there are ${this.#names.join(", ")}`;
    throw this.#error("a parameter", token, `\`${token.text}\`${repair}`);
  }

  #decided(order: number, coordinates: ArrayLike<number>, offset: number): number {
    if (!Number.isNaN(order)) return order;
    const values = this.#names.map((name, k) => `${name} = ${coordinates[offset + k]}`).join(", ");
    throw new ExpressionError(
      `expected "${this.#text}" to be true or false, got a comparison with something that is not a number at ${values}; ` +
        `first ask for what makes it one, as in "x >= 0 and sqrt(x) > 2"`,
    );
  }

  #number(node: ExpressionNode): NumberNode {
    if (node.kind === "number") return node;
    throw new ExpressionError(
      `expected "${this.#text}" to calculate and compare with numbers, got something true or false before character ` +
        `${this.#peek().column}; join conditions with and, or, not`,
    );
  }

  #truth(node: ExpressionNode): TruthNode["evaluate"] {
    if (node.kind === "truth") return node.evaluate;
    throw new ExpressionError(
      `expected "${this.#text}" to join conditions with and, or, not, got a number before character ` +
        `${this.#peek().column}; compare it with something`,
    );
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #advance(): Token {
    return this.#tokens[this.#next++]!;
  }

  #at(operator: string): boolean {
    const token = this.#peek();
    return token.kind === "operator" && token.text === operator;
  }

  #take(operator: string): boolean {
    const taken = this.#at(operator);
    if (taken) this.#next++;
    return taken;
  }

  #unexpected(expected: string): ExpressionError {
    const token = this.#peek();
    return this.#error(expected, token, token.kind === "end" ? "the end" : `\`${token.text}\``);
  }

  #error(expected: string, { column }: Token, got: string): ExpressionError {
    return new ExpressionError(`expected ${expected} at character ${column} of "${this.#text}", got ${got}`);
  }
}
