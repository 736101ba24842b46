import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configText, excursion, excursionReading, folderWith, startExcursion } from "./excursion.ts";

interface Point {
  readonly id: string;
  readonly attempt: number;
  readonly parameters: { readonly x: number; readonly y: number };
}

const client = { evaluator: { adapter: "client" } };
const points = (stdout: string): Point[] => stdout.trim().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Point);
const result = ({ id, attempt, parameters: { x, y } }: Point) =>
  `${JSON.stringify({ id, attempt, observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } })}\n`;

describe("excursion ask and tell", () => {
  test("carry a scan to its end without a server", () => {
    const folder = folderWith({ "config.json": configText({ ...client, budget: { evaluations: 7 } }) });
    const first = excursion(folder, "ask", "config.json", "-n", "4");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(points(first.stdout)).toHaveLength(4);
    const told = excursionReading(folder, points(first.stdout).map(result).join(""), "tell", "toy.scan");
    expect(told.code).toBe(0);
    expect(told.stdout.trim().split("\n").map((line) => JSON.parse(line) as unknown)).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: "observed", repeated: false })),
    );
    const rest = excursion(folder, "ask", "toy.scan", "-n", "9");
    expect(points(rest.stdout)).toHaveLength(3);
    expect(rest.stderr).toMatch(/^3 of 9 points: nothing to hand out before results of the 3 points under way/);
    excursionReading(folder, points(rest.stdout).map(result).join(""), "tell", "toy.scan");
    const over = excursion(folder, "ask", "toy.scan");
    expect(over).toMatchObject({ code: 3, stdout: "", stderr: expect.stringMatching(/the budget of 7 evaluations is spent/) });
    expect(JSON.parse(readFileSync(join(folder, "toy.scan", "result.json"), "utf8"))).toMatchObject({ evaluations: { observed: 7 } });
  });

  test("of several processes at the same time hand out each point once and lose no result", async () => {
    const folder = folderWith({ "config.json": configText({ ...client, design: { points: 12 }, budget: { evaluations: 12 } }) });
    expect(excursion(folder, "ask", "config.json").code).toBe(0);
    const asked = await Promise.all([1, 2, 3, 4].map(() => startExcursion(folder, "ask", "toy.scan", "-n", "2").ended));
    const all = asked.flatMap(({ code, stdout }) => (code === 0 ? points(stdout) : []));
    expect(new Set(all.map(({ id }) => id)).size).toBe(8);
    const told = await Promise.all(
      all.map((point) => {
        const tell = startExcursion(folder, "tell", "toy.scan");
        tell.stdin!.end(result(point));
        return tell.ended;
      }),
    );
    expect(told.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect(JSON.parse(excursion(folder, "status", "toy.scan", "--json").stdout)).toMatchObject({ evaluations: { observed: 8, pending: 1 } });
  });

  test("say what is wrong with a line, and the other lines count", () => {
    const folder = folderWith({ "config.json": configText(client) });
    const [point] = points(excursion(folder, "ask", "config.json").stdout);
    const before = readFileSync(join(folder, "toy.scan", "journal.jsonl"), "utf8");
    const lines = [
      "{ nonsense", `{"id":"${point!.id}"}`, `{"id":"toy-77","observables":{"depth":1}}`, `{"id":"${point!.id}","observables":{"depth":"deep"}}`,
      `{"id":"${point!.id}","attempt":9,"observables":{"depth":1}}`,
    ];
    const bad = excursionReading(folder, `${lines.join("\n")}\n`, "tell", "toy.scan");
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    for (const message of [
      /line 1: expected a JSON object/, /line 2: expected exactly one of/, /line 3: expected the id of a point of this scan, got "toy-77"/,
      /line 4: observables\.depth: /, /line 5: expected attempt 9 at \S+ to be under a lease/,
    ]) expect(bad.stderr).toMatch(message);
    expect(readFileSync(join(folder, "toy.scan", "journal.jsonl"), "utf8")).toBe(before);
    const mixed = excursionReading(folder, `nonsense\n${result(point!)}${result(point!)}`, "tell", "toy.scan");
    expect(mixed.code).toBe(2);
    expect(mixed.stdout.trim().split("\n").map((line) => JSON.parse(line) as unknown)).toMatchObject([{ repeated: false }, { repeated: true }]);
  });

  test("refuse a scan that a long-lived process has, a wrong number, and a scan without an evaluator of its own", async () => {
    const folder = folderWith({ "config.json": configText({ evaluator: { adapter: "command", command: ["sleep", "100"] } }) });
    const running = startExcursion(folder, "scan", "config.json");
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!existsSync(join(folder, "toy.scan", "config.json"))) return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    const refused = excursion(folder, "ask", "config.json");
    expect(refused).toMatchObject({ code: 5, stdout: "", stderr: expect.stringMatching(/expected to be the only scan in /) });
    running.kill("SIGINT");
    await running.ended;
    expect(excursion(folder, "ask", "config.json", "-n", "none")).toMatchObject({ code: 2, stderr: expect.stringMatching(/--number to be a positive whole number/) });
    const other = folderWith({ "config.json": configText(client) });
    expect(excursion(other, "scan", "config.json")).toMatchObject({ code: 2, stderr: expect.stringMatching(/handed out by excursion serve/) });
  });
});
