import { expect, test } from "vitest";
import { createScan } from "../../src/index.ts";

function scanOfDisc() {
  const scan = createScan({
    name: "toy",
    parameters: [
      { name: "x", lower: 0, upper: 1 },
      { name: "y", lower: 0, upper: 1 },
    ],
    observables: [{ name: "depth", threshold: 0 }],
  });
  for (let told = 0; told < 8; told++) {
    for (const { id, parameters } of scan.ask()) {
      scan.tell(id, { observables: { depth: 0.35 - Math.hypot(parameters["x"]! - 0.5, parameters["y"]! - 0.5) } });
    }
  }
  return scan;
}

test("a scan that somebody else evaluates learns from what it is told", () => {
  const scan = scanOfDisc();
  const depth = scan.estimate([{ x: 0.5, y: 0.5 }, { x: 0, y: 0 }])["depth"]!;
  expect(depth.median[0]).toBeGreaterThan(depth.median[1]!);
  expect(scan.assess()).toMatchObject({ verdict: "not-certified" });
  expect(new Set(scan.ask(3).map(({ parameters }) => JSON.stringify(parameters))).size).toBe(3);
});

test("a scan that starts from earlier evaluations needs no design and few of its own, also where those are all off by the same", () => {
  const depth = ({ x, y }: Readonly<Record<string, number>>) => 0.35 - Math.hypot(x! - 0.5, y! - 0.5);
  const evaluations = Array.from({ length: 25 }, (_, i) => ({ x: 0.1 + 0.2 * (i % 5), y: 0.1 + 0.2 * Math.floor(i / 5) })).map((point) => ({ ...point, depth: depth(point) - 0.1 }));
  const scan = createScan(
    { parameters: [{ name: "x", lower: 0, upper: 1 }, { name: "y", lower: 0, upper: 1 }], observables: [{ name: "depth", threshold: 0, transform: "identity" }] },
    { earlier: [{ name: "old", evaluations, offsets: { depth: 0.5 } }] },
  );
  for (let i = 0; i < 3; i++) for (const { id, parameters } of scan.ask()) scan.tell(id, { observables: { depth: depth(parameters) } });
  expect(scan.state.evaluations.map(({ origin }) => origin)).toEqual([...evaluations.map(() => "imported"), "acquisition", "acquisition", "acquisition"]);
  expect(Math.abs(scan.estimate([{ x: 0.5, y: 0.2 }])["depth"]!.median[0]! - 0.05)).toBeLessThan(0.02);
});

test("an estimate where a parameter is missing or no number is refused, never a NaN", () => {
  const scan = scanOfDisc();
  expect(() => scan.estimate([{ x: 0.5, y: 0.5 }, { x: 0.5 }])).toThrow("points[1].y: expected a finite number, got undefined");
  expect(() => scan.estimate([{ x: NaN, y: 0.5 }])).toThrow(RangeError);
});

test("an id that was never asked is refused", () => {
  expect(() => scanOfDisc().tell("scan-9999", { observables: { depth: 1 } })).toThrow(/expected the id of a proposal of this scan/);
});
