/** An expression that cannot be compiled or has no value; the message quotes it and says how to repair it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

export interface Token {
  readonly kind: "number" | "name" | "operator" | "end";
  readonly text: string;
  readonly column: number; // 1 for the first character
}

const maximumLength = 2000; // characters; keeps the nesting, and with it the call stack, shallow
const number = String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`;
const name = String.raw`(?<name>[\p{L}_][\p{L}\p{N}_]*)`;
const operator = String.raw`(?<operator>\*\*|<=|>=|==|!=|&&|\|\||[-+*\/^()<>!,])`;
const pattern = new RegExp(String.raw`\s*(?:${number}|${name}|${operator})`, "uy");
const symbols: Readonly<Record<string, string>> = { and: "&&", or: "||", not: "!", "**": "^" };

/** Splits an expression into tokens, ending with one of kind "end"; `and`, `or`, `not` become `&&`, `||`, `!`, and `**` becomes `^`. */
export function tokenize(text: string): Token[] {
  if (text.length > maximumLength) {
    throw new ExpressionError(`expected an expression of at most ${maximumLength} characters, got ${text.length}`);
  }
  const tokens: Token[] = [];
  const scanner = new RegExp(pattern);
  const end = text.trimEnd().length;
  while (scanner.lastIndex < end) {
    const from = scanner.lastIndex;
    const groups = scanner.exec(text)?.groups;
    if (groups === undefined) throw unreadable(text, from + /^\s*/.exec(text.slice(from))![0].length);
    const [kind, matched] = Object.entries(groups).find(([, group]) => group !== undefined)! as [Token["kind"], string];
    const column = scanner.lastIndex - matched.length + 1;
    const symbol = Object.hasOwn(symbols, matched) ? symbols[matched] : undefined;
    tokens.push(symbol === undefined ? { kind, text: matched, column } : { kind: "operator", text: symbol, column });
  }
  tokens.push({ kind: "end", text: "", column: end + 1 });
  return tokens;
}

function unreadable(text: string, index: number): ExpressionError {
  const character = String.fromCodePoint(text.codePointAt(index)!);
  const repair: Record<string, string> = {
    "=": "; compare with ==, <= or >=",
    "%": "; there is no remainder, write x - y * floor(x / y)",
    "&": "; write and",
    "|": "; write or, and abs(x) for a magnitude",
  };
  return new ExpressionError(
    `expected numbers, names and operators, got "${character}" at character ${index + 1} of "${text}"${repair[character] ?? ""}`,
  );
}
