import { randomStream, scrambledSobol } from "../numeric/index.ts";
import {
  compileConstraint,
  compileExpression,
  createSpace,
  didYouMean,
  ExpressionError,
  pointProblems,
  unitPoints,
  type Constraint,
  type Parameter,
  type PhysicalPoints,
  type PointProblem,
} from "../space/index.ts";
import { mostExactPoints } from "../surrogate/index.ts";
import { pointsFromFile, pointsFromObjects } from "./points.ts";
import { checkKnowledge, type Mean } from "./prior-knowledge.ts";
import { valueAt, type Finding } from "./problem.ts";
import { oneOf, show } from "./show.ts";
import { check } from "./schema-findings.ts";
import { parameterNamesSchema, parametersSchema } from "./schema.ts";

/** What the parts of a config mean together. */
export interface Meaning {
  readonly findings: readonly Finding[];
  readonly points?: PhysicalPoints;
  readonly mean?: Mean;
}

/** How many points of the space are tried to see whether the constraints leave any of it. */
const trialPoints = 16_384;

/** How many findings about a list of points are told one by one. */
const shownPointFindings = 10;

/**
 * Looks for what no part of a config shows alone: names that clash, constraints that are no conditions over the parameters or
 * forbid everything, points that may not be. Takes a config that may have other mistakes, and looks only at parts that have none.
 */
export function meaningOf(config: unknown, directory: string): Meaning {
  const clashes = clashingNames(config);
  const names = check(parameterNamesSchema, valueAt(config, ["parameters"]));
  if ("findings" in names || clashes.length > 0) return { findings: clashes };
  const { constraints, findings } = compiledConstraints(valueAt(config, ["constraints"]), names.data.map(({ name }) => name));
  const parameters = check(parametersSchema, valueAt(config, ["parameters"]));
  findings.push(...figureFindings(valueAt(config, ["figure"]), config, names.data.map(({ name }) => name)));
  if ("findings" in parameters || findings.length > 0) return { findings };
  const axes = parameters.data as readonly Parameter[];
  const points = valueAt(config, ["points"]);
  const domain = points === undefined ? { findings: trial(axes, constraints) } : listedPoints(points, directory, axes, constraints);
  if (domain.findings.length > 0) return domain;
  const texts = constraints.map(({ text }) => text);
  const limits = [...distanceFindings(config, axes.map(({ name }) => name)), ...sizeFindings(config)];
  if (limits.length > 0) return { findings: limits };
  return { ...domain, ...checkKnowledge(config, { directory, parameters: axes, constraints: texts, points: domain.points }) };
}

/** What a figure is to show must exist: the observable of its values, a prediction over the parameters. */
function figureFindings(figure: unknown, config: unknown, parameters: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const observables = valueAt(config, ["observables"]);
  const names = (Array.isArray(observables) ? observables : []).map((one) => valueAt(one, ["name"])).filter((name) => typeof name === "string");
  const values = valueAt(figure, ["values"]);
  if (typeof values === "string" && !names.includes(values)) {
    findings.push({ path: ["figure", "values"], message: `expected ${oneOf(names)}, got ${show(values)}${didYouMean(values, names)}` });
  }
  const path = ["figure", "prediction", "expression"];
  const expression = valueAt(config, path);
  if (typeof expression === "string") {
    guarded(path, findings, () => {
      if (compileExpression(expression, parameters).kind === "number") return;
      findings.push({ path, message: `expected a number over the parameters, got the condition ${show(expression)}` });
    });
  }
  return findings;
}

/** A contour distance has to say how far is far along every axis, and no other. */
function distanceFindings(config: unknown, names: readonly string[]): Finding[] {
  const path = ["convergence", "contourDistance"];
  const declared = valueAt(config, path);
  if (typeof declared !== "object" || declared === null) return [];
  const given = Object.keys(declared);
  const missing = names.filter((name) => !given.includes(name)).map((name): Finding => ({
    path, message: `expected a distance for every parameter, got none for ${name}`,
  }));
  const unknown = given.filter((name) => !names.includes(name)).map((name): Finding => ({
    path: [...path, name], message: `expected the name of a parameter${didYouMean(name, names)}`, isAboutKey: true,
  }));
  return [...unknown, ...missing];
}

/** More evaluations than an exact model takes in need a word on which of them it is to forget. */
function sizeFindings(config: unknown): Finding[] {
  const path = ["budget", "evaluations"];
  const evaluations = valueAt(config, path);
  if (typeof evaluations !== "number" || evaluations <= mostExactPoints || valueAt(config, ["surrogate", "maxPoints"]) !== undefined) return [];
  const repair = "set surrogate.maxPoints, for example to 2000, to keep the most informative ones of more";
  return [{ path, message: `expected at most ${mostExactPoints} evaluations, as many as an exact model takes in, got ${evaluations}; ${repair}` }];
}

function clashingNames(config: unknown): Finding[] {
  const findings: Finding[] = [];
  const places = new Map<string, string>();
  for (const list of ["parameters", "observables"]) {
    const items = valueAt(config, [list]);
    for (const i of Array.isArray(items) ? items.keys() : []) {
      const path = [list, i, "name"];
      const name = valueAt(config, path);
      if (typeof name !== "string") continue;
      const taken = places.get(name);
      if (taken === undefined) places.set(name, `${list}[${i}]`);
      else findings.push({ path, message: `expected a name of its own, got "${name}", the name of ${taken}` });
    }
  }
  return findings;
}

function compiledConstraints(texts: unknown, names: readonly string[]): { constraints: Constraint[]; findings: Finding[] } {
  const constraints: Constraint[] = [];
  const findings: Finding[] = [];
  for (const [i, text] of Array.isArray(texts) ? texts.entries() : []) {
    if (typeof text !== "string") continue;
    const path = ["constraints", i];
    guarded(path, findings, () => constraints.push({ text, holds: compileConstraint(text, names) }));
  }
  return { constraints, findings };
}

function guarded(path: Finding["path"], findings: Finding[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    findings.push({ path, message: error.message });
  }
}

/** A constraint that has no value somewhere, or leaves nothing of what the ones before it allow. */
function trial(parameters: readonly Parameter[], constraints: readonly Constraint[]): Finding[] {
  if (constraints.length === 0) return [];
  const d = parameters.length;
  const sequence = scrambledSobol(d, randomStream(0, "constraint trial", 0));
  const { data } = createSpace({ parameters }).toPhysical(unitPoints(d, sequence.next(trialPoints)));
  const findings: Finding[] = [];
  let allowed = Array.from({ length: trialPoints }, (_, i) => i * d);
  for (const [i, { holds }] of constraints.entries()) {
    const path = ["constraints", i];
    guarded(path, findings, () => {
      allowed = allowed.filter((offset) => holds(data, offset));
    });
    if (findings.length > 0) break;
    if (allowed.length === 0) {
      const others = i === 0 ? "" : " together with the constraints before it";
      const message = `expected to allow a part of the space, got all of ${trialPoints} trial points forbidden${others}`;
      findings.push({ path, message: `${message}; check which way the comparison points` });
      break;
    }
  }
  return findings;
}

function listedPoints(
  given: unknown, directory: string, parameters: readonly Parameter[], constraints: readonly Constraint[],
): Meaning {
  const names = parameters.map(({ name }) => name);
  if (typeof given !== "string" && !Array.isArray(given)) return { findings: [] }; // the schema tells
  const read = typeof given === "string" ? pointsFromFile(given, directory, names) : pointsFromObjects(given, names);
  if ("findings" in read) return { findings: shortened(read.findings) };
  const problems = pointProblems(read.points, parameters, constraints);
  if (problems.length === 0) return { findings: [], points: read.points };
  const finding = ({ point, parameter, message }: PointProblem): Finding => ({ ...read.place(point, parameter), message });
  return { findings: shortened(problems.map(finding)) };
}

function shortened(findings: readonly Finding[]): readonly Finding[] {
  const more = findings.length - shownPointFindings;
  if (more <= 1) return findings;
  const last = findings[shownPointFindings]!;
  return [...findings.slice(0, shownPointFindings), { ...last, message: `${last.message}; and ${more - 1} more problems in this list` }];
}
