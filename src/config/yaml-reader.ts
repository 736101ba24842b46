import { Composer, isAlias, isScalar, isSeq, Parser, type Document, type ParsedNode, type YAMLError } from "yaml";
import { maximumDepth, ObjectBuilder, Places, repeatedKey, TextError, type ConfigDocument } from "./document.ts";
import type { Finding, Path } from "./problem.ts";

/**
 * Reads YAML 1.2 with the place of every key and value. Aliases and tags are refused: a config says plainly what it means,
 * and an alias can make a short text as large as it likes. Throws a TextError at the first thing that is no YAML.
 */
export function readYaml(text: string): ConfigDocument {
  const tokens = [...new Parser().parse(text)];
  refuseDepth(tokens);
  const documents = [...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens, true, text.length)];
  const first = documents[0] as Document.Parsed;
  const mistake = [...first.errors, ...first.warnings].toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (mistake !== undefined) throw new TextError(mistakeText(mistake), mistake.pos[0]);
  if (documents.length > 1) throw new TextError("expected one config, got a second after the line ---", documents[1]!.range[0]);
  return new YamlWalk(text).read(first.contents as ParsedNode | null);
}

class YamlWalk {
  readonly #places = new Places();
  readonly #findings: Finding[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(root: ParsedNode | null): ConfigDocument {
    return { value: this.#plain(root, []), places: this.#places, findings: this.#findings };
  }

  #plain(node: ParsedNode | null, path: Path): unknown {
    if (node === null) return null;
    this.#places.add(path, "value", node.range[0]);
    if (isAlias(node)) return this.#refuse(path, `an alias (*${node.source})`);
    if (node.tag !== undefined) return this.#refuse(path, `a tag (${node.tag})`);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, i) => this.#plain(item as ParsedNode, [...path, i]));
    const builder = new ObjectBuilder();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) throw new TextError("expected a plain word as key, got a list, an object or an alias", key.range[0]);
      const name = String(key.value);
      const itemPath = [...path, name];
      const first = builder.set(name, this.#plain(value, itemPath), key.range[0]);
      if (first !== undefined) this.#findings.push(repeatedKey(itemPath, this.#text, first));
      this.#places.add(itemPath, "key", key.range[0]);
    }
    return builder.value;
  }

  #refuse(path: Path, got: string): undefined {
    this.#findings.push({ path, message: `expected a plain value, got ${got}; write the value out` });
  }
}

/** The composer recurses, the parser does not: so this is looked at in between, without recursion. */
function refuseDepth(tokens: readonly object[]): void {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next as { token: { offset?: number; items?: object[]; key?: object; value?: object }; depth: number };
    if (depth > 2 * maximumDepth) throw new TextError(`expected at most ${maximumDepth} levels of nesting, got more`, token.offset ?? 0);
    // Of the two levels that a collection takes here, one is the collection and one the item.
    for (const inner of [...(token.items ?? []), token.key, token.value]) {
      if (typeof inner === "object" && inner !== null) waiting.push({ token: inner, depth: depth + 1 });
    }
  }
}

function mistakeText({ code, message }: YAMLError): string {
  if (code === "TAB_AS_INDENT") return "expected spaces as indentation, got a tab";
  if (code === "MULTIPLE_DOCS") return "expected one config, got a second after the line ---";
  if (code === "TAG_RESOLVE_FAILED") return "expected a plain value, got a tag; write the value out";
  return `expected YAML, got something else: ${message}`;
}
