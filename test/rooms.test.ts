import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** What each room may import beside itself; the table of ARCHITECTURE.md. */
const mayImport: Record<string, readonly string[]> = {
  "src/numeric": [],
  "src/engine": ["src/numeric"],
  "src/space": ["src/numeric"],
  "src/surrogate": ["src/numeric", "src/space"],
  "src/level-set": ["src/numeric", "src/space", "src/surrogate"],
  "src/proposal": ["src/numeric", "src/space", "src/surrogate", "src/level-set"],
  "src/likelihood": ["src/numeric"],
  "src/evaluation": ["src/space"],
  "src/config": ["src/numeric", "src/space", "src/surrogate", "src/level-set", "src/evaluation", "src/proposal"],
  "src/journal": ["src/space", "src/evaluation", "src/surrogate", "src/level-set"],
  "src/scan": [
    "src/numeric", "src/space", "src/surrogate", "src/level-set", "src/proposal", "src/evaluation", "src/journal", "src/config",
  ],
  "src/report": [
    "src/numeric", "src/space", "src/surrogate", "src/level-set", "src/evaluation", "src/journal", "src/config", "src/scan",
  ],
  "src/server": [
    "src/engine", "src/space", "src/evaluation", "src/journal", "src/config", "src/scan", "src/report", "src/library", "src",
  ],
  acquisition: ["src/proposal", "src/level-set", "src/surrogate", "src/numeric", "src/space"],
  adapters: ["src/evaluation", "src/space", "src/numeric", "src/likelihood"],
};

/** Rooms without `node:`, clock or chance, file by file where a room has both kinds. */
const pureRooms = new Set([
  "src/numeric", "src/space", "src/surrogate", "src/level-set", "src/proposal", "src/likelihood", "acquisition",
]);

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

function roomOf(file: string): string {
  const parts = file.split("/");
  if (parts[0] !== "src") return parts[0]!;
  return parts.length > 2 ? `src/${parts[1]}` : "src";
}

const files = ["src", "acquisition", "adapters"].flatMap(sourceFiles);

test("every room imports only the rooms named for it", () => {
  const wrong: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    const allowed = mayImport[room];
    if (allowed === undefined) continue; // the ways in may import everything
    for (const specifier of importsOf(file).filter((name) => name.startsWith("."))) {
      const target = roomOf(relative(root, resolve(root, dirname(file), specifier)));
      if (target !== room && !allowed.includes(target)) wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("only the composition root brings acquisition functions and adapters into src", () => {
  const bringing = files.filter(
    (file) =>
      file.startsWith("src/") &&
      importsOf(file).some((name) => /^(\.\.\/)+(acquisition|adapters)\//.test(name)),
  );
  expect(bringing.filter((file) => file !== "src/composition.ts")).toEqual([]);
});

test("pure rooms have no node modules, clock or chance", () => {
  const wrong = files
    .filter((file) => pureRooms.has(roomOf(file)))
    .filter((file) => /"node:|Math\.random|Date\.now|new Date\(\)|performance\.now/.test(readFileSync(join(root, file), "utf8")));
  expect(wrong).toEqual([]);
});
