import { axisTitle } from "../geometry/axis.ts";
import { planeOf, type Plane } from "../geometry/plane.ts";
import { profileOf } from "../geometry/profile.ts";
import { slicesOf } from "../geometry/slices.ts";
import { planeSummary } from "../text/plane-summary.ts";
import { excursionText } from "../text/level-set-text.ts";
import { convergenceFigure, convergenceSummary } from "./convergence-figure.ts";
import type { PageFigure } from "./figure-markup.ts";
import { acquisitionFigure, planeFigure, probabilityFigure } from "./plane-figure.ts";
import { profileFigures } from "./report-figures.ts";
import type { AssessmentView, EvaluationView, ScanView } from "../view.ts";
import type { PhysicalPoints } from "../../space/index.ts";

/** A figure of the live page: `axes` are the parameters of a plane, where a click means a point. */
export interface LiveFigure extends Pick<PageFigure, "id" | "title" | "summary" | "figure"> {
  readonly kind: "contour" | "map" | "convergence";
  readonly axes?: readonly string[];
  /** Values of the parameters that a figure does not vary. */
  readonly at?: Readonly<Record<string, number>>;
}

/** Nodes along each axis; fewer than on paper, since a live picture is drawn again and again. */
const gridNodes = { profile: 201, plane: 51, slice: 31, acquisition: 33 };

/** What is drawn of a long scan: more could not be told apart, and would not fit into a message. */
const mostPoints = 400;
const mostAssessments = 150;
const mostSlices = 3;

/** The figures of a scan under way, bounded in size whatever its length. `score` is what an evaluation is worth. // [m, d] -> [m] */
export function liveFigures(whole: ScanView, score: ((points: PhysicalPoints) => Float64Array) | undefined): LiveFigure[] {
  const view = thinned(whole);
  const convergence: LiveFigure[] = view.assessments.length === 0 ? [] : [
    { kind: "convergence", id: "convergence", title: "Convergence", summary: convergenceSummary(view), figure: convergenceFigure(view) },
  ];
  if (view.parameters.length === 1) {
    const profiles = profileFigures(view, profileOf(view, gridNodes.profile));
    const axes = [view.parameters[0]!.name];
    return [...profiles.map(({ id, title, summary, figure }): LiveFigure => ({ kind: "contour", id, title, summary, figure, axes, at: {} })), ...convergence];
  }
  const isWhole = view.parameters.length === 2;
  const planes = slicesOf(view).planes.slice(0, mostSlices).map((slice) => planeOf(view, slice, isWhole ? gridNodes.plane : gridNodes.slice));
  return [...planes.map((plane) => contourOf(view, plane)), ...mapsOf(view, planes[0]!, score), ...convergence];
}

function namesOf(view: ScanView, { x, y }: Plane): readonly [string, string] {
  return [view.parameters[x]!.name, view.parameters[y]!.name];
}

function fixedIn(view: ScanView, { x, y, at }: Plane): Readonly<Record<string, number>> {
  return Object.fromEntries(view.parameters.flatMap(({ name }, k) => (k === x || k === y ? [] : [[name, at[k]!]])));
}

function contourOf(view: ScanView, plane: Plane): LiveFigure {
  const title = `${axisTitle(view.parameters[plane.y]!)} against ${axisTitle(view.parameters[plane.x]!)}`;
  return {
    kind: "contour", id: `plane-${plane.x + 1}-${plane.y + 1}`, title, summary: planeSummary(view, plane),
    figure: planeFigure(view, plane), axes: namesOf(view, plane), at: fixedIn(view, plane),
  };
}

function mapsOf(view: ScanView, plane: Plane, score: ((points: PhysicalPoints) => Float64Array) | undefined): LiveFigure[] {
  const axes = namesOf(view, plane);
  const probabilities = plane.levelSets.slice(0, 2).map((levelSet, k): LiveFigure => ({
    kind: "map", id: `probability-${k + 1}`, title: `Probability of ${excursionText(levelSet.levelSet)}`, axes,
    summary: `Probability that ${excursionText(levelSet.levelSet)}: orange inside the excursion set, blue outside; the line is the contour.`,
    figure: probabilityFigure(view, plane, levelSet),
  }));
  if (score === undefined) return probabilities;
  const { predict: _predict, ...grid } = view; // only its nodes are wanted of the plane that the score is drawn in
  return [
    ...probabilities,
    {
      kind: "map", id: "acquisition", title: "Where the next evaluation is worth most", axes,
      summary: "What the acquisition function expects of an evaluation, from nothing (0) to the most anywhere in this plane (1).",
      figure: acquisitionFigure(view, planeOf(grid, plane, gridNodes.acquisition), score),
    },
  ];
}

function thinned(view: ScanView): ScanView {
  return { ...view, evaluations: shownEvaluations(view.evaluations), assessments: shownAssessments(view.assessments) };
}

/** All evaluations as long as they can be told apart; else those that are pending or the latest, and others evenly over the scan. */
export function shownEvaluations(evaluations: readonly EvaluationView[], most = mostPoints): readonly EvaluationView[] {
  if (evaluations.length <= most) return evaluations;
  const numbered = evaluations.map((evaluation, i) => ({ ...evaluation, order: i + 1 }));
  const pending = numbered.filter(({ status }) => status === "pending").slice(-most >> 2);
  const ended = numbered.filter(({ status }) => status !== "pending");
  const latest = ended.slice(-(most >> 1));
  const earlier = ended.slice(0, -(most >> 1));
  const stride = Math.ceil(earlier.length / (most - latest.length - pending.length));
  return [...earlier.filter((_, k) => k % stride === 0), ...latest, ...pending].toSorted((a, b) => a.order - b.order);
}

function shownAssessments(assessments: readonly AssessmentView[]): readonly AssessmentView[] {
  const stride = Math.ceil(assessments.length / mostAssessments);
  return assessments.filter((_, k) => (assessments.length - 1 - k) % stride === 0);
}
