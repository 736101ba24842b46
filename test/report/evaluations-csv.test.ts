import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluationsCsv } from "../../src/report/index.ts";
import { evaluation, radius, sampleView, square } from "./sample-view.ts";

const disc = { parameters: square, observables: [radius(1, "below")] };

test("the columns are those of the contract, one row an evaluation, empty where there is nothing", () => {
  const evaluations = [
    evaluation({ x: 0.1, y: -2 }, { observations: { radius: { value: 1e-7, standardError: 0.5 } } }),
    evaluation({ x: 1, y: 0 }, { id: "a-2", status: "failed", attempts: 3, reason: "no, licence" }),
  ];
  expect(evaluationsCsv(sampleView(disc, { evaluations }))).toBe(
    "id,status,origin,attempts,x,y,radius,radius.standardError,reason,startedAt,seconds\n" +
      "a-1,observed,design,1,0.1,-2,1e-7,0.5,,2025-01-12T08:00:00.000Z,1.5\n" +
      'a-2,failed,design,3,1,0,,,"no, licence",2025-01-12T08:00:00.000Z,1.5\n',
  );
});

test("any text and any number are read back as they were", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(",", '"', "\n", "\r", " ", "\t", ";", "#", "=", "a", "é")).map((parts) => parts.join("")),
  );
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(text, text, number, number, number, (id, reason, x, value, standardError) => {
      const observations = { radius: { value, standardError } };
      const evaluations = [evaluation({ x, y: 1 }, { id, reason, observations }), evaluation({ x: 0, y: 0 })];
      const rows = parse(evaluationsCsv(sampleView(disc, { evaluations })), { columns: true, record_delimiter: "\n" }) as Record<string, string>[];
      expect(rows).toHaveLength(2);
      expect([rows[0]!.id, rows[0]!.reason]).toEqual([id, reason]);
      const numbers = [rows[0]!.x, rows[0]!.radius, rows[0]!["radius.standardError"]].map(Number);
      expect(numbers).toEqual([x, value, standardError].map((one) => one + 0)); // CSV has no -0
    }),
    { numRuns: 100 },
  );
});
