import { pathText, type Finding, type Path } from "./problem.ts";

/** The deepest that a config may be nested; a deeper one is a mistake or an attack on the reader. */
export const maximumDepth = 100;

/** A config text as read: its value, and where in the text every part of it stands. */
export interface ConfigDocument {
  readonly value: unknown;
  readonly places: Places;
  readonly findings: readonly Finding[]; // what can be told before the meaning is looked at, such as keys that come twice
}

/** The text cannot be read as what it should be. */
export class TextError extends Error {
  override readonly name = "TextError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Where the parts of a document stand, as offsets into its text; looked up only when something is wrong. */
export class Places {
  readonly #written: { readonly path: Path; readonly part: Part; readonly offset: number }[] = [];
  #offsets: ReadonlyMap<string, number> | undefined;

  add(path: Path, part: Part, offset: number): void {
    this.#written.push({ path, part, offset });
  }

  offset(path: Path, part: Part): number | undefined {
    this.#offsets ??= new Map(this.#written.map((one) => [`${one.part} ${pathText(one.path)}`, one.offset]));
    return this.#offsets.get(`${part} ${pathText(path)}`);
  }
}

type Part = "key" | "value";

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** An object from keys that may be anything, `__proto__` included; of a key that comes again the last value holds. */
export class ObjectBuilder {
  readonly value: Record<string, unknown> = {};
  readonly #offsets = new Map<string, number>();

  /** Gives the offset at which the key came first, if it has come before. */
  set(key: string, value: unknown, offset: number): number | undefined {
    Object.defineProperty(this.value, key, { value, writable: true, enumerable: true, configurable: true });
    const first = this.#offsets.get(key);
    if (first === undefined) this.#offsets.set(key, offset);
    return first;
  }
}

/** A key that came first at the offset has come again. */
export function repeatedKey(path: Path, text: string, first: number): Finding {
  const { line, column } = lineAndColumn(text, first);
  return { path, message: `expected every key once, got "${path.at(-1)}" again; the first is at ${line}:${column}`, isAboutKey: true };
}
