import { z } from "zod";
import { pointer, refuse } from "./errors.ts";
import { parse } from "./workspace.ts";

const path = z.string().regex(/^(\/([^~]|~[01])*)?$/, "expected a JSON pointer (RFC 6901)");

/** One operation of a JSON patch [RFC6902]. */
export const patchOperation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path, value: z.unknown() }),
  z.object({ op: z.literal("replace"), path, value: z.unknown() }),
  z.object({ op: z.literal("test"), path, value: z.unknown() }),
  z.object({ op: z.literal("remove"), path }),
  z.object({ op: z.literal("move"), from: path, path }),
  z.object({ op: z.literal("copy"), from: path, path }),
]);
export type PatchOperation = z.output<typeof patchOperation>;

/** Checks a document against the schema of JSON patches. Throws a LikelihoodError with every violation. */
export function parsePatch(document: unknown): readonly PatchOperation[] {
  return parse(z.array(patchOperation), document);
}

/**
 * The document after the operations, in order; the input is left as it is and shares what did not change with the result.
 * Throws a LikelihoodError that names the operation when a place does not exist, cannot be written, or fails its test.
 */
export function applyPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce((state, operation, position) => {
    try {
      return applyOperation(state, operation);
    } catch (error) {
      if (!(error instanceof Misplaced)) throw error;
      return refuse(pointer(position), `${operation.op} ${operation.path}: ${error.message}`);
    }
  }, document);
}

class Misplaced extends Error {}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

function applyOperation(document: unknown, operation: PatchOperation): unknown {
  const tokens = parsePointer(operation.path);
  switch (operation.op) {
    case "add":
      return add(document, tokens, operation.value);
    case "replace":
      return tokens.length === 0 ? operation.value : editParent(document, tokens, replaceMember(operation.value));
    case "remove":
      return remove(document, tokens);
    case "copy":
      return add(document, tokens, read(document, parsePointer(operation.from)));
    case "move": {
      if (operation.path.startsWith(`${operation.from}/`)) throw new Misplaced(`expected a place outside ${operation.from}`);
      const from = parsePointer(operation.from);
      const moved = read(document, from);
      return operation.path === operation.from ? document : add(remove(document, from), tokens, moved);
    }
    case "test":
      if (!equal(read(document, tokens), operation.value)) throw new Misplaced("expected the value there to equal the given one");
      return document;
  }
}

function parsePointer(text: string): readonly string[] {
  return text.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function read(document: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce<unknown>((node, token) => member(container(node, token), token), document);
}

function add(document: unknown, tokens: readonly string[], value: unknown): unknown {
  return tokens.length === 0 ? value : editParent(document, tokens, insertMember(value));
}

function remove(document: unknown, tokens: readonly string[]): unknown {
  if (tokens.length === 0) throw new Misplaced("expected a place inside the document");
  return editParent(document, tokens, removeMember);
}

/** Rebuilds the containers on the way to the last token and changes the innermost one. */
function editParent(node: unknown, tokens: readonly string[], change: (parent: Container, token: string) => Container): Container {
  const token = tokens[0]!;
  const parent = container(node, token);
  if (tokens.length === 1) return change(parent, token);
  return replaceMember(editParent(member(parent, token), tokens.slice(1), change))(parent, token);
}

function insertMember(value: unknown) {
  return (parent: Container, token: string): Container => {
    if (!isArray(parent)) return { ...parent, [token]: value };
    return parent.toSpliced(token === "-" ? parent.length : index(token, parent.length + 1), 0, value);
  };
}

function replaceMember(value: unknown) {
  return (parent: Container, token: string): Container => {
    member(parent, token);
    return isArray(parent) ? parent.with(index(token, parent.length), value) : { ...parent, [token]: value };
  };
}

function removeMember(parent: Container, token: string): Container {
  member(parent, token);
  if (isArray(parent)) return parent.toSpliced(index(token, parent.length), 1);
  return Object.fromEntries(Object.entries(parent).filter(([key]) => key !== token));
}

function member(parent: Container, token: string): unknown {
  if (isArray(parent)) return parent[index(token, parent.length)];
  if (!Object.hasOwn(parent, token)) throw new Misplaced(`expected "${token}" to exist`);
  return parent[token];
}

function container(node: unknown, token: string): Container {
  if (typeof node !== "object" || node === null) throw new Misplaced(`expected an object or array around "${token}"`);
  return node as Container;
}

function isArray(node: Container): node is readonly unknown[] {
  return Array.isArray(node);
}

function index(token: string, end: number): number {
  const value = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : Number.NaN;
  if (!(value < end)) throw new Misplaced(`expected an index below ${end}, got "${token}"`);
  return value;
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]));
}
