import { writeFileSync } from "node:fs";
import { explained, readDocument, readPatchset, writeMorph } from "../composition.ts";
import { createSignalMorph } from "../likelihood/index.ts";
import { UsageError } from "./usage-error.ts";

/** `excursion morph`: the signals and the triangles between them, as the option `morph` of adapter histfactory reads them. */
export function morphCommand(file: string, { workspace, out }: { readonly workspace: string; readonly out: string }): void {
  const background = readDocument(workspace, ".", "--workspace");
  const document = readDocument(file, ".", "patchset");
  const patchset = readPatchset(document, background, "patchset");
  const morph = explained("patchset", file, () => createSignalMorph(background.value, patchset));
  try {
    writeFileSync(out, writeMorph(document.value, morph));
  } catch (error) {
    throw new UsageError(`--out: expected a file that can be written, got ${out}: ${(error as Error).message}`);
  }
  const { labels, triangulation } = morph;
  process.stdout.write(
    `${out}: ${triangulation.points.length / 2} signals as a function of ${labels.join(" and ")}, ${triangulation.triangles.length / 3} triangles\n`,
  );
}
