/** One thing that is wrong, and where: a JSON pointer into the document it was found in ("" is the document itself). */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** What this room refuses: a document that breaks its schema, a model that cannot be built, a test without an answer. */
export class LikelihoodError extends Error {
  override readonly name = "LikelihoodError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("\n"));
    this.issues = issues;
  }
}

/** Throws a LikelihoodError with a single issue. */
export function refuse(path: string, message: string): never {
  throw new LikelihoodError([{ path, message }]);
}

/** A JSON pointer from its parts, escaped as RFC 6901 says. */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
