/**
 * The text that digests of workspaces are taken of: the document with sorted keys, ", " and ": " as separators, and numbers
 * as Python writes them (1.0 stays a float, 1e-05 has two digits of exponent) [pyhf]. Throws a SyntaxError on text that is not JSON.
 */
export function canonicalJson(text: string): string {
  return write(JSON.parse(text, keepNumberSource as (key: string, value: unknown) => unknown));
}

/** A number with the text it was read from, which alone tells 1.0 from 1. */
class NumberLiteral {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

function keepNumberSource(_key: string, value: unknown, context: { readonly source: string }): unknown {
  return typeof value === "number" ? new NumberLiteral(context.source) : value;
}

function write(value: unknown): string {
  if (value instanceof NumberLiteral) return /[.eE]/.test(value.source) ? writeFloat(Number(value.source)) : value.source;
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value !== "object" || value === null) return writeScalar(value);
  const members = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(members).sort(byCodePoint).map((key) => `${writeScalar(key)}: ${write(members[key])}`).join(", ")}}`;
}

/** Python leaves DEL alone as JavaScript does; both escape control characters the same way. */
function writeScalar(value: unknown): string {
  return JSON.stringify(value);
}

function writeFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa, exponentText] = value.toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const digits = mantissa.replace(/[-.]/g, "");
  const plain =
    exponent < 0
      ? `0.${"0".repeat(-exponent - 1)}${digits}`
      : `${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`;
  return value < 0 ? `-${plain}` : plain;
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  if (at >= right.length) return 1;
  return left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
}
