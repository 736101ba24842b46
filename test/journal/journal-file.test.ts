import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { encodeLine } from "../../src/journal/line.ts";
import { recover } from "../../src/journal/recover.ts";
import { openJournal, readJournal } from "../../src/journal/index.ts";
import { arrived, proposed, started } from "./entries.ts";

const root = mkdtempSync(join(tmpdir(), "excursion-journal-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let directory: string;
let count = 0;
beforeEach(() => {
  directory = join(root, `run-${count++}`);
});

const entries = [started, proposed("a"), arrived("a"), proposed("ü"), arrived("ü")];
const path = () => join(directory, "journal.jsonl");
const lock = () => join(directory, "journal.lock");

async function write(all = entries): Promise<void> {
  const journal = await openJournal(directory);
  await journal.append(all);
  await journal.close();
}

describe("a journal", () => {
  test("gives back what was appended, to a reader and to the next writer", async () => {
    await write();
    expect(await readJournal(directory)).toEqual(entries);
    const again = await openJournal(directory);
    expect(again.entries).toEqual(entries);
    expect(again.repairNote).toBeUndefined();
    await again.close();
  });

  test("is one valid JSON object a line", async () => {
    await write();
    const lines = readFileSync(path(), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).entry)).toEqual(entries);
  });

  test("keeps the order of appends that were not awaited", async () => {
    const journal = await openJournal(directory);
    const ids = Array.from({ length: 50 }, (_, index) => `p${index}`);
    await Promise.all(ids.map((id) => journal.append([proposed(id)])));
    await journal.close();
    expect((await readJournal(directory)).map((entry) => (entry as { id?: string }).id)).toEqual(ids);
  });
});

describe("recovery", () => {
  test("a file cut at any byte keeps every whole line, and the next writer goes on behind them", async () => {
    const bytes = Buffer.from(entries.map(encodeLine).join(""));
    const ends = entries.map((_, index) => Buffer.byteLength(entries.slice(0, index + 1).map(encodeLine).join("")));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { entries: kept, wholeBytes, damagedLines } = recover(bytes.subarray(0, cut));
      expect(kept).toEqual(entries.slice(0, ends.filter((end) => end <= cut).length));
      expect(wholeBytes).toBe(Math.max(0, ...ends.filter((end) => end <= cut)));
      expect(damagedLines).toEqual([]);
    }
    await write();
    writeFileSync(path(), bytes.subarray(0, bytes.length - 5));
    const journal = await openJournal(directory);
    expect(journal.repairNote).toMatch(/cut off inside an entry/);
    await journal.append([proposed("next")]);
    await journal.close();
    expect(await readJournal(directory)).toEqual([...entries.slice(0, -1), proposed("next")]);
  });

  test("a flipped bit costs at most the two lines it touches, never the ones behind", () => {
    const bytes = Buffer.from(entries.map(encodeLine).join(""));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (position, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[position]! ^= 1 << bit;
        const kept = recover(damaged).entries;
        expect(kept.length).toBeGreaterThanOrEqual(entries.length - 2);
        expect(entries).toEqual(expect.arrayContaining([...kept]));
      }),
      { numRuns: 500 },
    );
  });

  test("a file damaged in the middle is copied aside, told, and used without the damaged line", async () => {
    await write();
    const text = readFileSync(path(), "utf8").replace('"observed"', '"observet"');
    writeFileSync(path(), text);
    const journal = await openJournal(directory);
    await journal.close();
    expect(journal.entries).toEqual(entries.filter((_, index) => index !== 2));
    expect(journal.repairNote).toMatch(/line 3 of .* was damaged; the other 4 entries were kept/);
    const copy = readdirSync(directory).find((name) => name.includes(".damaged-"))!;
    expect(readFileSync(join(directory, copy), "utf8")).toBe(text);
  });
});

describe("the lock", () => {
  test("refuses a second writer, says who has it, and is free again after close", async () => {
    const first = await openJournal(directory);
    await expect(openJournal(directory)).rejects.toThrow(
      `expected to be the only scan in ${directory}, got one running as process ${process.pid}`,
    );
    await first.close();
    await (await openJournal(directory)).close();
  });

  test("of a process that is gone does not hold, even when its number was given to another", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    for (const owner of [
      { pid: gone, host: hostname(), processStart: null },
      { pid: process.pid, host: hostname(), processStart: existsSync("/proc/self/stat") ? "1" : null },
    ]) {
      await write();
      if (owner.pid === process.pid && owner.processStart === null) continue; // without /proc the two look the same
      writeFileSync(lock(), JSON.stringify(owner));
      await (await openJournal(directory)).close();
    }
    expect(existsSync(join(directory, "journal.lock"))).toBe(false);
  });

  test("of a process that is gone goes to one of several that want it at the same time", async () => {
    await write();
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), processStart: "1" }));
    const module = JSON.stringify(join(import.meta.dirname, "../../src/journal/index.ts"));
    const script = `
      import { openJournal } from ${module};
      process.stdin.once("data", async () => {
        const answer = await openJournal(process.argv[1]).then(() => "taken", (error) => error.name);
        console.log(answer);
        setInterval(() => {}, 1000);
      });
      console.log("ready");`;
    const rivals = Array.from({ length: 4 }, () => spawn(process.execPath, ["--input-type=module", "-e", script, directory]));
    const lines = rivals.map((rival) => createInterface(rival.stdout)[Symbol.asyncIterator]());
    await Promise.all(lines.map((line) => line.next()));
    for (const rival of rivals) rival.stdin.write("\n");
    const answers = await Promise.all(lines.map(async (line) => (await line.next()).value));
    for (const rival of rivals) rival.kill();
    expect(answers.toSorted()).toEqual(["JournalError", "JournalError", "JournalError", "taken"]);
  });

  test("that another process is just writing holds", async () => {
    await write();
    writeFileSync(lock(), "");
    await expect(openJournal(directory)).rejects.toThrow(/got another process taking it; run the command again/);
    utimesSync(lock(), 0, 0);
    await (await openJournal(directory)).close();
  });

  test("of another machine holds, and the message says how to remove it", async () => {
    await write();
    writeFileSync(lock(), JSON.stringify({ pid: 1, host: "elsewhere", processStart: null }));
    await expect(openJournal(directory)).rejects.toThrow(/on elsewhere; if nothing runs there any more, remove .*journal\.lock/);
  });
});

describe("a place that cannot be written", () => {
  test("a file where the directory should be is named", async () => {
    writeFileSync(directory, "");
    await expect(openJournal(directory)).rejects.toThrow(/expected to write the run directory .* choose another with --out/);
  });

  test.skipIf(process.platform !== "linux")("a place in which nothing can be made is named, and not tried for ever", async () => {
    await expect(openJournal("/proc/excursion/run")).rejects.toThrow(/expected to write the run directory \/proc\/excursion\/run, got no such file/);
  });

  test("in which nothing came to be written leaves nothing behind, a folder that was there stays", async () => {
    const fresh = join(directory, "fresh");
    await (await openJournal(fresh)).close();
    expect(existsSync(fresh)).toBe(false);
    await (await openJournal(directory)).close();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("folders on the way to it are made", async () => {
    directory = join(directory, "a", "b");
    await write();
    expect(await readJournal(directory)).toEqual(entries);
  });

  test.skipIf(process.getuid?.() === 0 && !canDropRights())("a read-only directory is named", async () => {
    const script = `
      import { openJournal } from ${JSON.stringify(join(import.meta.dirname, "../../src/journal/index.ts"))};
      try { process.setuid(65534) } catch {}
      await openJournal(process.argv[1]).catch((error) => console.log(error.name, error.message));`;
    await write();
    chmodSync(directory, 0o555);
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script, directory], { encoding: "utf8" });
    expect(stdout).toMatch(/JournalError expected to write the run directory .*, got permission denied; make it writable/);
  });

  const full = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", mkdtempSync(join(root, "full-"))]).status === 0;
  if (!full) process.stderr.write("skipped: a full disk, since this user may not mount a small file system to fill\n");
  test.skipIf(!full)("a disk that fills up is told, and what was acknowledged is still there", async () => {
    const mount = join(root, readdirSync(root).find((name) => name.startsWith("full-"))!);
    try {
      const journal = await openJournal(join(mount, "run"));
      const acknowledged: string[] = [];
      const filling = async () => {
        for (let index = 0; index < 1000; index++) {
          await journal.append([proposed(`p${index}`)]);
          acknowledged.push(`p${index}`);
        }
      };
      await expect(filling()).rejects.toThrow(/got a full disk; everything before is kept: put that right and run the same command to resume/);
      await journal.close();
      const kept = (await readJournal(join(mount, "run"))).map((entry) => (entry as { id?: string }).id);
      expect(kept).toEqual(acknowledged);
    } finally {
      spawnSync("umount", [mount]);
    }
  });
});

/** Root may write anywhere, so the read-only test hands its rights to nobody; not every root can. */
function canDropRights(): boolean {
  return spawnSync(process.execPath, ["-e", "process.setuid(65534)"]).status === 0;
}
