import { lineAndColumn, maximumDepth, ObjectBuilder, Places, TextError, type ConfigDocument } from "./document.ts";
import { pathText, type Finding, type Path } from "./problem.ts";

/**
 * Reads JSON with the place of every key and value; comments (`//` and `/*`) and commas before a closing bracket are allowed.
 * Throws a TextError at the first thing that is no JSON.
 */
export function readJson(text: string): ConfigDocument {
  return new JsonReader(text).read();
}

const blank = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const word = /[^\s,:[\]{}"]+|[^]?/y;
const literals: ReadonlyMap<string, unknown> = new Map<string, unknown>([["true", true], ["false", false], ["null", null]]);

class JsonReader {
  readonly #text: string;
  readonly #places = new Places();
  readonly #findings: Finding[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): ConfigDocument {
    const value = this.#value([]);
    this.#skipBlank();
    if (this.#at < this.#text.length) throw this.#unexpected("the end after the config's last }");
    return { value, places: this.#places, findings: this.#findings };
  }

  #value(path: Path): unknown {
    this.#skipBlank();
    if (path.length > maximumDepth) throw new TextError(`expected at most ${maximumDepth} levels of nesting, got more`, this.#at);
    this.#places.add(path, "value", this.#at);
    const first = this.#text[this.#at];
    if (first === "{") return this.#object(path);
    if (first === "[") return this.#list(path);
    if (first === '"') return this.#string();
    const digits = this.#match(number);
    if (digits !== undefined) return Number(digits);
    const from = this.#at;
    const literal = this.#match(word)!;
    if (literals.has(literal)) return literals.get(literal);
    this.#at = from;
    throw this.#unexpected("a value");
  }

  #object(path: Path): Record<string, unknown> {
    const opening = this.#at++;
    const builder = new ObjectBuilder();
    while (!this.#take("}")) {
      this.#requireMore(opening, "}");
      const keyOffset = this.#at;
      if (this.#text[keyOffset] !== '"') throw this.#unexpected('a key in double quotes or "}"');
      const key = this.#string();
      const keyPath = [...path, key];
      if (!this.#take(":")) throw this.#unexpected(`":" after the key "${key}"`);
      const value = this.#value(keyPath);
      if (!builder.set(key, value)) {
        this.#findings.push({ path: keyPath, message: `expected every key once, got "${key}" again`, isAboutKey: true });
      }
      this.#places.add(keyPath, "key", keyOffset);
      this.#separate(opening, "}", keyPath);
    }
    return builder.value;
  }

  #list(path: Path): unknown[] {
    const opening = this.#at++;
    const list: unknown[] = [];
    while (!this.#take("]")) {
      this.#requireMore(opening, "]");
      const itemPath = [...path, list.length];
      list.push(this.#value(itemPath));
      this.#separate(opening, "]", itemPath);
    }
    return list;
  }

  /** After a value comes a comma, or the closing bracket, which stays unread. */
  #separate(opening: number, closing: string, after: Path): void {
    if (this.#take(",") || this.#text[this.#at] === closing) return;
    this.#requireMore(opening, closing);
    throw this.#unexpected(`"," or "${closing}" after the value of ${pathText(after)}`);
  }

  #string(): string {
    const from = this.#at;
    let end = from + 1;
    while (end < this.#text.length && this.#text[end] !== '"' && this.#text[end] !== "\n") end += this.#text[end] === "\\" ? 2 : 1;
    if (this.#text[end] !== '"') throw new TextError("expected a closing double quote on the same line, got none", from);
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(from, end + 1)) as string;
    } catch {
      const repair = 'write a backslash as \\\\, a tab as \\t';
      throw new TextError(`expected text as JSON writes it, got ${this.#text.slice(from, end + 1)}; ${repair}`, from);
    }
  }

  #requireMore(opening: number, closing: string): void {
    this.#skipBlank();
    if (this.#at < this.#text.length) return;
    const { line } = lineAndColumn(this.#text, opening);
    throw new TextError(`expected "${closing}" to close the "${this.#text[opening]}" of line ${line}, got the end of the file`, this.#at);
  }

  #skipBlank(): void {
    this.#match(blank);
  }

  #take(character: string): boolean {
    this.#skipBlank();
    const taken = this.#text[this.#at] === character;
    if (taken) this.#at++;
    return taken;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.#text)?.[0];
    if (matched !== undefined) this.#at += matched.length;
    return matched;
  }

  #unexpected(expected: string): TextError {
    const from = this.#at;
    const got = this.#match(word)!;
    const shown = got === "" ? "the end of the file" : `\`${got.slice(0, 40)}\``;
    return new TextError(`expected ${expected}, got ${shown}${repairOf(got)}`, from);
  }
}

function repairOf(got: string): string {
  if (/^[-+]?(NaN|Inf(inity)?)$/i.test(got)) return "; a config has finite numbers only";
  if (/^(True|False|None|nil|undefined)$/.test(got)) return "; write true, false or null";
  if (got.startsWith("'")) return '; write text in double quotes, "like this"';
  if (/^[-+.]?\d/.test(got)) return "; write numbers as 800, 0.5 or 1e-3";
  return /^[\p{L}_$]/u.test(got) ? `; write text in double quotes, "${got.slice(0, 40)}"` : "";
}
