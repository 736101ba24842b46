/** Keys and list indices that lead from the whole config to a part of it. */
export type Path = readonly (string | number)[];

/** Something wrong with a part of the config, wherever that part was written. */
export interface Finding {
  readonly path: Path;
  readonly message: string; // "expected X, got Y; repair"
  readonly isAboutKey?: boolean; // the key itself is wrong, not what stands at it
  readonly place?: Place; // where the value stands in another file, which `path` is then about
}

export interface Place {
  readonly file: string; // as given; "--set key=value" for an override, "config" for a value that stands in no file
  readonly line?: number; // 1 for the first; absent where there is no file
  readonly column?: number; // 1 for the first
}

/** Something wrong, with its place. */
export interface Problem extends Place {
  readonly path: string; // such as parameters[0].lower; empty for the whole
  readonly message: string;
}

/** A config that cannot be used; the message lists every problem, one a line, as `file:line:column path: expected X, got Y`. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const byFile = Map.groupBy(problems, ({ file }) => file);
    const sorted = [...byFile.values()].flatMap((inFile) => inFile.toSorted(byPlace));
    super(sorted.map(problemText).join("\n"));
    this.problems = sorted;
  }
}

/** `parameters[0].lower`; keys that are no plain words in quotes. */
export function pathText(path: Path): string {
  return path
    .map((key) => {
      if (typeof key === "number") return `[${key}]`;
      return /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("")
    .replace(/^\./, "");
}

export function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, i) => key === path[i]);
}

/** What stands at the path in a plain value; undefined when nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function problemText({ file, line, column, path, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const isSaid = path === "" || file.startsWith(`--set ${path}=`);
  return `${place}${isSaid ? "" : ` ${path}`}: ${message}`;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
