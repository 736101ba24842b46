import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { hepdataSubmission, type ScanView } from "../../src/report/index.ts";
import { evaluation, plainFigure, radius, sampleView, square } from "./sample-view.ts";

/** The rules of HEPData's schema 1.1.1 that a submission of tables meets. */
const header = z.strictObject({ name: z.string(), units: z.string().optional() });
const error = z.union([
  z.strictObject({ symerror: z.number(), label: z.string() }),
  z.strictObject({ asymerror: z.strictObject({ minus: z.number(), plus: z.number() }), label: z.string() }),
]);
const qualifier = z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]), units: z.string().optional() });
const tableSchema = z.strictObject({
  independent_variables: z.array(z.strictObject({ header, values: z.array(z.strictObject({ value: z.number() })) })).min(1),
  dependent_variables: z.array(
    z.strictObject({
      header,
      qualifiers: z.array(qualifier).optional(),
      values: z.array(z.strictObject({ value: z.number(), errors: z.array(error).optional() })),
    }),
  ).min(1),
});
const aboutTable = z.strictObject({
  name: z.string().max(64),
  description: z.string(),
  keywords: z.array(z.strictObject({
    name: z.enum(["cmenergies", "observables", "reactions", "phrases"]),
    values: z.array(z.union([z.string().max(128), z.number()])),
  })),
  data_file: z.string(),
});

const figure: ScanView["figure"] = { ...plainFigure, energy: "13 TeV", process: "\\tilde{g} \\to q\\bar{q}\\tilde{\\chi}_1^0" };
const measured = { observations: { radius: { value: 0.5, standardError: 0.01 } } };

const plane = sampleView({ parameters: [{ ...square[0]!, label: "m(χ̃⁰₁)" }, square[1]!], observables: [radius(1, "below")] }, { figure, evaluations: [evaluation({ x: 0, y: 0.5 }, measured)] });
const line = sampleView({ parameters: [square[0]!], observables: [radius(1, "below")] }, { figure, evaluations: [evaluation({ x: 0.5 }, measured)] });
const cube = sampleView({ parameters: ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const, unit: "GeV" })), observables: [radius(1.5, "below")] });

const views = { plane, line, cube };

describe.each(Object.entries(views))("a HEPData submission of a scan: %s", (_, view) => {
  const files = hepdataSubmission(view);
  const documents = parseAllDocuments(files[0]!.text).map((document) => document.toJS() as unknown);

  test("has a first document about all, then one for each table, whose file is there", () => {
    expect(files[0]!.name).toBe("submission.yaml");
    expect(documents[0]).toEqual({ comment: expect.stringContaining("Scan sample") as string });
    const tables = documents.slice(1).map((document) => aboutTable.parse(document));
    expect(tables.map(({ data_file }) => data_file)).toEqual(files.slice(1).map(({ name }) => name));
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
  });

  test("has tables whose columns are of one length", () => {
    for (const { text } of files.slice(1)) {
      const table = tableSchema.parse(parse(text));
      const lengths = [...table.independent_variables, ...table.dependent_variables].map(({ values }) => values.length);
      expect(new Set(lengths).size).toBe(1);
      expect(lengths[0]).toBeGreaterThan(0);
    }
  });

  test("passes hepdata-validator", ({ skip }) => {
    const python = process.env["HEPDATA_PYTHON"];
    if (python === undefined) return skip("HEPDATA_PYTHON names no Python that has hepdata-validator");
    const folder = mkdtempSync(join(tmpdir(), "excursion-hepdata-"));
    try {
      for (const { name, text } of files) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      const program = [
        "import sys",
        "from hepdata_validator.full_submission_validator import FullSubmissionValidator",
        "v = FullSubmissionValidator()",
        "ok = v.validate(directory=sys.argv[1])",
        "print({k: [m.message for m in e] for k, e in v.get_messages().items()})",
        "sys.exit(0 if ok else 1)",
      ].join("\n");
      const { status, stdout, stderr } = spawnSync(python, ["-c", program, folder], { encoding: "utf8" });
      expect({ status, stdout, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stdout: "{}\n", stderr: "" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("a contour's table has its points in order, with labels as TeX, units and the energy in GeV", () => {
  const [submission, contour, points] = hepdataSubmission(plane);
  const table = tableSchema.parse(parse(contour!.text));
  expect(table.independent_variables[0]!.header).toEqual({ name: "$m(\\tilde{\\chi}^{0}_{1})$", units: "GeV" });
  const [xs, ys] = [table.independent_variables[0]!, table.dependent_variables[0]!].map(({ values }) => values.map(({ value }) => value));
  expect(xs!.every((x, i) => Math.abs(Math.hypot(x, ys![i]!) - 1) < 1e-3)).toBe(true);
  expect(submission!.text).toContain("name: Contour radius = 1\n");
  expect(submission!.text).toContain("- 13000\n");
  expect(tableSchema.parse(parse(points!.text)).dependent_variables[0]!.values).toEqual([{ value: 0.5, errors: [{ symerror: 0.01, label: "stat" }] }]);
});
