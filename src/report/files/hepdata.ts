import { stringify } from "yaml";
import { limitGroups } from "../style/limit-group.ts";
import { contourText } from "../text/level-set-text.ts";
import { plainText, texText } from "../text/rich-text.ts";
import type { ScanView } from "../view.ts";
import { contourTables, evaluationsTable, limitTable, type DataTable } from "./hepdata-tables.ts";

/** A file of a submission. */
export interface SubmissionFile {
  readonly name: string;
  readonly text: string;
}

/** The longest name that HEPData gives a table. */
const longestName = 64;

/** Fewer than this many letters in a keyword are accepted. */
const longestKeyword = 128;

/**
 * A submission to HEPData [Maguire2017] in its YAML format: submission.yaml, whose first document is about the whole and each further
 * one about a table, and a file for each table: every contour, in one dimension the limits, and the evaluated points.
 */
export function hepdataSubmission(view: ScanView): SubmissionFile[] {
  const tables = [...(view.parameters.length === 1 ? limitTable(view) : contourTables(view)), ...evaluationsTable(view)];
  const documents = [aboutAll(view), ...tables.map((table) => aboutTable(view, table))];
  return [
    { name: "submission.yaml", text: documents.map((document) => `---\n${stringify(document)}`).join("") },
    ...tables.map(({ file, independent, dependent }) => ({
      name: file,
      text: stringify({ independent_variables: independent, dependent_variables: dependent }),
    })),
  ];
}

function aboutAll({ name, figure, evaluations, reason }: ScanView): object {
  const lines = [figure.process ?? [], figure.energy === undefined ? [] : `√s = ${figure.energy}`, figure.luminosity ?? [], figure.notes ?? []].flat();
  const observed = evaluations.filter(({ status }) => status === "observed").length;
  const comment = [...lines.map(texText), `Scan ${name}: contours interpolated between ${observed} evaluated points; ${reason}.`].join("\n");
  return { comment };
}

function aboutTable(view: ScanView, { name, description, file, observables }: DataTable): object {
  const energy = centreOfMassEnergy(view.figure.energy);
  const reactions = [view.figure.process ?? []].flat().map((line) => plainText(line).slice(0, longestKeyword));
  const confidence = limitGroups(view).some((group) => /^cls/i.test(group.name));
  const keywords = [
    { name: "observables", values: confidence ? ["CLS"] : observables },
    ...(reactions.length === 0 ? [] : [{ name: "reactions", values: reactions }]),
    ...(energy === undefined ? [] : [{ name: "cmenergies", values: [energy] }]),
    { name: "phrases", values: ["Exclusion", ...view.observables.flatMap((one) => one.thresholds.map((threshold) => contourText({ observable: one.name, threshold, side: one.side })))].slice(0, 8) },
  ];
  return { name: name.slice(0, longestName), description, keywords, data_file: file };
}

/** HEPData counts in GeV: "13 TeV" is 13000. */
function centreOfMassEnergy(energy: string | undefined): number | undefined {
  const [, value, unit] = /^([\d.]+)\s*([GT]eV)$/.exec(energy ?? "") ?? [];
  return value === undefined ? undefined : Number(value) * (unit === "TeV" ? 1000 : 1);
}
