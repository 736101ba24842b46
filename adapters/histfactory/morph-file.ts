import { z } from "zod";
import { EvaluationError } from "../../src/evaluation/index.ts";
import type { SignalMorph } from "../../src/likelihood/index.ts";

const morphFile = z.strictObject({
  format: z.literal("excursion-morph"),
  version: z.literal(1),
  patchset: z.unknown(),
  triangles: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.int().nonnegative()])).min(1),
});

/** A patchset with the triangles between its points: a morph that does not depend on who draws the triangles. */
export interface MorphFile {
  readonly patchset: unknown;
  readonly triangles: Int32Array; // [t, 3]
}

/** Reads the document of a morph file. Throws an EvaluationError. */
export function parseMorph(document: unknown, file: string, place: string): MorphFile {
  const parsed = morphFile.safeParse(document);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new EvaluationError(`${place}: expected ${file} to be a file that excursion morph made, got another: ${path.join(".")} ${message}`, false);
  }
  return { patchset: parsed.data.patchset, triangles: Int32Array.from(parsed.data.triangles.flat()) };
}

/** The text of a morph file. */
export function writeMorph(patchset: unknown, { triangulation: { triangles } }: SignalMorph): string {
  const rows = Array.from({ length: triangles.length / 3 }, (_, t) => [...triangles.subarray(3 * t, 3 * t + 3)]);
  return `${JSON.stringify({ format: "excursion-morph", version: 1, triangles: rows, patchset })}\n`;
}
