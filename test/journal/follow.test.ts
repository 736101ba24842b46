import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followJournal, journalWriter, openJournal } from "../../src/journal/index.ts";
import { encodeLine } from "../../src/journal/line.ts";
import { arrived, proposed, started } from "./entries.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "excursion-follow-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a follower reads what another writes, line by line, and waits for the end of a line", async () => {
  const follower = followJournal(folder);
  expect(await follower.next()).toEqual({ entries: [], isAnew: false });
  const journal = await openJournal(folder);
  await journal.append([started, proposed("a")]);
  expect(await follower.next()).toEqual({ entries: [started, proposed("a")], isAnew: false });
  await journal.append([arrived("a")]);
  expect((await follower.next()).entries).toEqual([arrived("a")]);
  await journal.close();
  const line = encodeLine(proposed("b"));
  appendFileSync(join(folder, "journal.jsonl"), line.slice(0, 40));
  expect((await follower.next()).entries).toEqual([]);
  appendFileSync(join(folder, "journal.jsonl"), line.slice(40));
  expect((await follower.next()).entries).toEqual([proposed("b")]);
});

test("a damaged line is left out, and a file that was replaced is read anew", async () => {
  const path = join(folder, "journal.jsonl");
  writeFileSync(path, `${encodeLine(started)}nonsense\n${encodeLine(proposed("a"))}`);
  const follower = followJournal(folder);
  expect((await follower.next()).entries).toEqual([started, proposed("a")]);
  writeFileSync(`${path}.new`, encodeLine(started));
  renameSync(`${path}.new`, path);
  expect(await follower.next()).toEqual({ entries: [started], isAnew: true });
});

test("the writer of a journal is known while it lives", async () => {
  expect(await journalWriter(folder)).toBeUndefined();
  const journal = await openJournal(folder);
  expect(await journalWriter(folder)).toMatchObject({ pid: process.pid });
  await journal.close();
  expect(await journalWriter(folder)).toBeUndefined();
});
