import { explained, readDocument, readPatchset, writeMorph } from "../composition.ts";
import { createSignalMorph } from "../likelihood/index.ts";
import { writeOutput } from "./write-output.ts";

/** `excursion morph`: the signals and the triangles between them, as the option `morph` of adapter histfactory reads them. */
export async function morphCommand(file: string, { workspace, out }: { readonly workspace: string; readonly out: string }): Promise<void> {
  const background = readDocument(workspace, ".", "--workspace");
  const document = readDocument(file, ".", "patchset");
  const patchset = readPatchset(document, background, "patchset");
  const morph = explained("patchset", file, () => createSignalMorph(background.value, patchset));
  await writeOutput("--out", out, writeMorph(document.value, morph));
  const { labels, triangulation } = morph;
  process.stdout.write(
    `${out}: ${triangulation.points.length / 2} signals as a function of ${labels.join(" and ")}, ${triangulation.triangles.length / 3} triangles\n`,
  );
}
