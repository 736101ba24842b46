import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { lineAndColumn, maximumDepth, ObjectBuilder, Places, repeatedKey, TextError, type ConfigDocument } from "./document.ts";
import { pathText, type Finding, type Path } from "./problem.ts";

/** An object or a list whose closing bracket is still to come; the offset is that of its opening one. */
interface Open {
  readonly inner: ObjectBuilder | unknown[];
  readonly path: Path;
  readonly offset: number;
}

/** What was read last. */
type Last = "opening" | ":" | "," | { readonly key: string } | { readonly valueOf: Path };

/**
 * Reads JSON with the place of every key and value; comments (`//` and `/*`) and commas before a closing bracket are allowed.
 * Throws a TextError at the first thing that is no JSON.
 */
export function readJson(text: string): ConfigDocument {
  const places = new Places();
  const findings: Finding[] = [];
  const open: Open[] = []; // the innermost last
  let document: unknown;
  let keyOffset = 0;
  let last: Last = "opening";

  const put = (value: unknown, path: Path, offset: number): void => {
    if (path.length > maximumDepth) throw new TextError(`expected at most ${maximumDepth} levels of nesting, got more`, offset);
    places.add(path, "value", offset);
    last = { valueOf: path };
    const around = open.at(-1)?.inner;
    if (around === undefined) document = value;
    else if (Array.isArray(around)) around.push(value);
    else {
      const first = around.set(String(path.at(-1)), value, keyOffset);
      if (first !== undefined) findings.push(repeatedKey(path, text, first));
      places.add(path, "key", keyOffset);
    }
  };
  const begin = (inner: Open["inner"], path: Path, offset: number): void => {
    put(Array.isArray(inner) ? inner : inner.value, path, offset);
    open.push({ inner, path, offset });
    last = "opening";
  };
  const end = (offset: number): void => {
    if (offset < text.length) last = { valueOf: open.pop()!.path }; // at the end of the file nothing closes, and an error follows
  };
  const unexpected = (offset: number): TextError => unexpectedText(text, offset, last, open.at(-1));

  visit(text, {
    onObjectBegin: (offset, _length, _line, _column, path) => begin(new ObjectBuilder(), path(), offset),
    onObjectProperty(key, offset) {
      keyOffset = offset;
      last = { key };
    },
    onObjectEnd: end,
    onArrayBegin: (offset, _length, _line, _column, path) => begin([], path(), offset),
    onArrayEnd: end,
    onLiteralValue(value, offset, length, _line, _column, path) {
      const isCutShort = typeof value === "number" && /[\w.+-]/.test(text.charAt(offset + length)); // 01, 100GeV
      if (isCutShort) throw unexpected(offset);
      put(value, path(), offset);
    },
    onSeparator(character) {
      last = character as ":" | ",";
    },
    onError(code, offset, length) {
      throw mistake(code, text.slice(offset, offset + length), offset) ?? unexpected(offset);
    },
  }, { allowTrailingComma: true });
  return { value: document, places, findings };
}

/** What is wrong within a text or a comment. */
function mistake(code: ParseErrorCode, token: string, offset: number): TextError | undefined {
  const kind = printParseErrorCode(code);
  if (kind === "UnexpectedEndOfString") return new TextError("expected a closing double quote on the same line, got none", offset);
  if (kind === "UnexpectedEndOfComment") return new TextError('expected "*/" to close the comment, got the end of the file', offset);
  if (kind !== "InvalidCharacter" && kind !== "InvalidEscapeCharacter" && kind !== "InvalidUnicode") return undefined;
  return new TextError(`expected text as JSON writes it, got ${token}; write a backslash as \\\\, a tab as \\t`, offset);
}

function unexpectedText(text: string, offset: number, last: Last, around: Open | undefined): TextError {
  const got = /^(?:"[^"\n]*"|[^\s,:[\]{}"]+|[^]?)/.exec(text.slice(offset))![0];
  const shown = got === "" ? "the end of the file" : `\`${got.slice(0, 40)}\``;
  return new TextError(`expected ${expected()}, got ${shown}${repairOf(got)}`, offset);

  function expected(): string {
    const opening = around && text.charAt(around.offset);
    const closing = opening === "{" ? "}" : "]";
    if (last === ":") return "a value";
    if (typeof last === "object" && "key" in last) return `":" after the key "${last.key}"`;
    if (around && got === "") return `"${closing}" to close the "${opening}" of line ${lineAndColumn(text, around.offset).line}`;
    if (last === "opening" || last === ",") return opening === "{" ? 'a key in double quotes or "}"' : "a value";
    return around ? `"," or "${closing}" after the value of ${pathText(last.valueOf)}` : "the end after the config's last }";
  }
}

function repairOf(got: string): string {
  if (/^[-+]?(NaN|Inf(inity)?)$/i.test(got)) return "; a config has finite numbers only";
  if (/^(True|False|None|nil|undefined)$/.test(got)) return "; write true, false or null";
  if (/^['`‘’“”„]/.test(got)) return '; write text in double quotes, "like this"';
  if (/^[\s\p{Cf}]/u.test(got)) return "; delete this invisible character, or write a plain space";
  if (/^[-+.]?\d/.test(got)) return "; write numbers as 800, 0.5 or 1e-3";
  return /^[\p{L}_$]/u.test(got) ? `; write text in double quotes, "${got.slice(0, 40)}"` : "";
}
