import { describe, expect, test } from "vitest";
import { parseConfig, resolvedConfigJson } from "../../src/config/index.ts";
import { complaint, directory, load, plugins, smallest } from "./fixtures.ts";

const withSurrogate = (surrogate: object, more: object = {}) =>
  JSON.stringify({ ...smallest, constraints: ["mLsp <= mGluino - 25"], surrogate, ...more }, undefined, 1);

describe("surrogate.mean and surrogate.inputs", () => {
  test("are taken as they are, and tables with their rows, so that a run directory needs no other file", async () => {
    const table = "# fb\nmGluino,crossSection,uncertainty\n800,1500,10\n1700,6.4,0.1\n2600,0.03,0.01\n";
    const surrogate = {
      mean: { cls: ["log(mGluino - mLsp)", { table: "cross-section.csv", column: "crossSection" }] },
      inputs: ["mGluino", "mGluino - mLsp"],
    };
    const config = await load("knowledge.json", withSurrogate(surrogate), [], { "cross-section.csv": table });
    const rows = [{ mGluino: 800, crossSection: 1500 }, { mGluino: 1700, crossSection: 6.4 }, { mGluino: 2600, crossSection: 0.03 }];
    expect(config.surrogate).toEqual({
      kernel: "auto",
      mean: { cls: ["log(mGluino - mLsp)", { table: rows, column: "crossSection" }] },
      inputs: ["mGluino", "mGluino - mLsp"],
    });
    expect(parseConfig(JSON.parse(resolvedConfigJson(config)), plugins, directory)).toEqual(config);
  });

  test("the column of a table need not be named when only one is no parameter", async () => {
    const config = await load("single.json", withSurrogate({ mean: [{ table: [{ mGluino: 800, xs: 1 }, { mGluino: 2600, xs: 2 }] }] }));
    expect(config.surrogate.mean).toEqual({ cls: [{ table: [{ mGluino: 800, xs: 1 }, { mGluino: 2600, xs: 2 }], column: "xs" }] });
  });

  test.each([
    ["an unknown parameter", { mean: ["log(mGlino)"] }, 'expected a parameter in "log(mGlino)", got `mGlino`; did you mean `mGluino`?'],
    ["a condition", { inputs: ["mLsp < 3"] }, 'expected a number, got the condition "mLsp < 3"'],
    ["a term without a value in the domain", { mean: ["log(mGluino - 900)"] },
      /^expected "log\(mGluino - 900\)" to be a finite number at every admissible point, got NaN at mGluino = 8\d\d.*, mLsp = .*; add a constraint/],
    ["a term without a value at a corner", { mean: ["1 / mLsp"] }, /got Infinity at mGluino = 800, mLsp = 0/],
    ["an unknown observable", { mean: { clsObserved: ["mLsp"] } }, "expected the name of an observable, got clsObserved; there are cls"],
    ["a table without a parameter", { mean: [{ table: [{ m: 1, xs: 2 }] }] },
      "expected a column for at least one parameter (mGluino, mLsp), got the columns m, xs"],
    ["a table of several columns", { mean: [{ table: [{ mGluino: 1, a: 2, b: 3 }] }] },
      'expected "column" to say which column has the values, got none; there are a, b'],
    ["a column that is not there", { mean: [{ table: [{ mGluino: 1, sigma: 2 }], column: "sigm" }] },
      'expected a column of the table, got "sigm"; did you mean `sigma`?'],
    ["a table that ends too early", { mean: [{ table: [{ mGluino: 900, xs: 2 }, { mGluino: 2600, xs: 1 }] }] },
      /^expected the table to cover mGluino from 800 to 2600, got it from 900 to 2600$/],
    ["a table that is no file", { mean: [{ table: "nowhere.csv" }] }, /^expected a CSV file with a table, got "nowhere.csv": no such file/],
    ["neither a list of inputs nor the word", { inputs: "learnd" }, /^expected .*"learned".*, got "learnd"/],
    ["neither a list nor an object", { mean: "log(mLsp)" }, /^expected a list or an object, got "log\(mLsp\)"/],
  ])("%s is told with its place", async (_, surrogate, expected) => {
    const [, line, place, message] = /^\nmistake\.json:(\d+):\d+ (surrogate\.\S+): (.*)\n$/.exec(await complaint("mistake.json", withSurrogate(surrogate)))!;
    expect(Number(line)).toBeGreaterThan(20);
    expect(place).toMatch(/^surrogate\.(mean|inputs)/);
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  test("inputs can be learned of two to six parameters", async () => {
    const config = await load("learned.json", withSurrogate({ inputs: "learned" }));
    expect(config.surrogate).toEqual({ kernel: "auto", inputs: "learned" });
    expect(parseConfig(JSON.parse(resolvedConfigJson(config)), plugins, directory)).toEqual(config);
    const single = withSurrogate({ inputs: "learned" }, { parameters: [smallest.parameters[0]], constraints: [] });
    expect(await complaint("single.json", single)).toMatch(/surrogate\.inputs: expected 2 to 6 parameters where the inputs are learned, got 1\n$/);
  });

  test("a damaged cell of a table is told with its line", async () => {
    const text = withSurrogate({ mean: [{ table: "damaged.csv" }] });
    expect(await complaint("table.json", text, [], { "damaged.csv": "mGluino,xs\n800,1\n1200,\n2600,x\n" })).toMatchInlineSnapshot(`
      "
      damaged.csv:3:1 xs: expected a finite number, got an empty cell
      damaged.csv:4:1 xs: expected a finite number, got "x"
      "
    `);
  });
});

describe("budget.cost", () => {
  const withCost = (cost: object) => JSON.stringify({ ...smallest, budget: { cost } }, undefined, 1);

  test("of events has limits for one point, and is read again from a run directory", async () => {
    const config = await load("cost.json", withCost({ events: 2_000_000, costSeconds: 3600 }));
    expect(config.budget.cost).toEqual({ events: { total: 2_000_000, least: 2000, most: 200_000 }, seconds: 3600 });
    expect(parseConfig(JSON.parse(resolvedConfigJson(config)), plugins, directory)).toEqual(config);
  });

  test.each([
    [{}, "expected events or costSeconds, got neither"],
    [{ costSeconds: 5, eventsPerPoint: [1, 2] }, "expected events beside eventsPerPoint, got none"],
    [{ events: 1000, eventsPerPoint: [20, 10] }, "expected the fewest events first, got 20 and 10"],
  ])("%j is a mistake", async (cost, message) => {
    expect(await complaint("cost-mistake.json", withCost(cost))).toContain(message);
  });
});
