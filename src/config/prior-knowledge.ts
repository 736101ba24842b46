import { randomStream, scrambledSobol } from "../numeric/index.ts";
import {
  compileExpression, createSpace, ExpressionError, joinPoints, selectPoints, unitPoints, type Parameter, type PhysicalPoints,
} from "../space/index.ts";
import { readMeanTable } from "./mean-table.ts";
import { valueAt, type Finding, type Path } from "./problem.ts";
import type { MeanTerm } from "./types.ts";

/** Points at which every term and coordinate must have a value. */
const trialPoints = 4096;

/** Parameters whose mixtures a scan's evaluations can tell apart: 15 coefficients. */
const mostLearned = 6;

/** Dimensions up to which the corners of the domain are tried as well: where most expressions that fail do so. */
const cornerDimensions = 8;

export interface KnowledgeOrigin {
  readonly directory: string;
  readonly parameters: readonly Parameter[];
  readonly constraints: readonly string[];
  readonly points: PhysicalPoints | undefined;
}

/** Terms of the mean by observable. */
export type Mean = Readonly<Record<string, readonly MeanTerm[]>>;

/** Looks for mistakes in `surrogate.mean` and `surrogate.inputs`, and reads the tables that the mean names. */
export function checkKnowledge(config: unknown, origin: KnowledgeOrigin): { readonly findings: readonly Finding[]; readonly mean?: Mean } {
  const inputs = valueAt(config, ["surrogate", "inputs"]);
  const mean = valueAt(config, ["surrogate", "mean"]);
  if (inputs === undefined && mean === undefined) return { findings: [] };
  const domain = trialDomain(origin);
  const findings: Finding[] = directionFindings(inputs, origin);
  for (const [i, text] of listOf(inputs).entries()) findings.push(...expressionFindings(text, ["surrogate", "inputs", i], origin, domain));

  function termsOf(list: unknown, path: Path): MeanTerm[] {
    return listOf(list).map((term, i) => {
      const place = [...path, i];
      if (typeof term === "string") {
        findings.push(...expressionFindings(term, place, origin, domain));
        return term;
      }
      const read = readMeanTable(term, place, origin.directory, origin.parameters, domain);
      if (!("findings" in read)) return read;
      findings.push(...read.findings);
      return { table: [], column: "" };
    });
  }

  if (typeof mean !== "object" || mean === null) return { findings }; // the schema tells what else it is
  const names = listOf(valueAt(config, ["observables"])).map((one) => String(valueAt(one, ["name"])));
  if (Array.isArray(mean)) {
    const terms = termsOf(mean, ["surrogate", "mean"]);
    return { findings, mean: Object.fromEntries(names.map((name) => [name, terms])) };
  }
  const byObservable: Record<string, readonly MeanTerm[]> = {};
  for (const [name, list] of Object.entries(mean)) {
    const path = ["surrogate", "mean", name];
    if (!names.includes(name)) findings.push({ path, message: `expected the name of an observable, got ${name}; there are ${names.join(", ")}`, isAboutKey: true });
    byObservable[name] = termsOf(list, path);
  }
  return { findings, mean: byObservable };
}

/** Directions that are to be learned need two parameters, and more evaluations than there are coefficients. */
function directionFindings(inputs: unknown, { parameters: { length: d } }: KnowledgeOrigin): Finding[] {
  if (inputs !== "learned" || (d >= 2 && d <= mostLearned)) return [];
  return [{ path: ["surrogate", "inputs"], message: `expected 2 to ${mostLearned} parameters where the inputs are learned, got ${d}` }];
}

/** A mistake in an expression that must be a finite number wherever a point may be. */
function expressionFindings(text: unknown, path: Path, { parameters }: KnowledgeOrigin, { n, d, data }: PhysicalPoints): Finding[] {
  if (typeof text !== "string") return []; // the schema tells
  try {
    const node = compileExpression(text, parameters.map(({ name }) => name));
    if (node.kind === "truth") return [{ path, message: `expected a number, got the condition "${text}"` }];
    for (let i = 0; i < n; i++) {
      const value = node.evaluate(data, i * d);
      if (Number.isFinite(value)) continue;
      const place = parameters.map(({ name }, k) => `${name} = ${Number(data[i * d + k]!.toPrecision(6))}`).join(", ");
      const message =
        `expected "${text}" to be a finite number at every admissible point, got ${value} at ${place}; ` +
        "add a constraint, or keep away from where it has none, as in log(max(x, 1))";
      return [{ path, message }];
    }
    return [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path, message: error.message }];
  }
}

/** The listed points, or a dense sample of the admissible domain with its corners. */
function trialDomain({ parameters, constraints, points }: KnowledgeOrigin): PhysicalPoints {
  if (points !== undefined) return points;
  const d = parameters.length;
  const space = createSpace({ parameters, constraints });
  const inside = unitPoints(d, scrambledSobol(d, randomStream(0, "knowledge trial", 0)).next(trialPoints));
  const corners = d > cornerDimensions ? 0 : 2 ** d;
  const all = joinPoints(inside, unitPoints(d, Float64Array.from({ length: corners * d }, (_, i) => (Math.floor(i / d) >> (i % d)) & 1)));
  const admissible = space.admissible(all);
  return space.toPhysical(selectPoints(all, Array.from(admissible.keys()).filter((row) => admissible[row] === 1)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
