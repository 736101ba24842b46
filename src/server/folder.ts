import { readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { journalName } from "../journal/index.ts";

/** Folders below the one served in which run directories are looked for. */
const deepest = 3;
const mostListed = 200;

/**
 * Run directories in a folder and below it, by id: the path from the folder, with / between its parts. Symbolic links are not followed,
 * so nothing outside the folder is ever served.
 */
export async function runDirectoriesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const root = await realpath(folder);
  const found = new Map<string, string>();
  async function look(directory: string, depth: number): Promise<void> {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    if (entries.some((entry) => entry.isFile() && entry.name === journalName)) {
      found.set(relative(root, directory).split(sep).join("/"), directory);
      return;
    }
    if (depth === deepest) return;
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.size === mostListed) return;
      if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) await look(join(directory, entry.name), depth + 1);
    }
  }
  await look(root, 0);
  return found;
}
