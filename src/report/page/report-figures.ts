import { axisTitle } from "../geometry/axis.ts";
import type { PageFigure } from "./figure-markup.ts";
import { contourText, excursionText } from "../text/level-set-text.ts";
import { plainText } from "../text/rich-text.ts";
import { trusted } from "../text/markup.ts";
import { planeFigure, probabilityFigure } from "./plane-figure.ts";
import { planeSummary } from "../text/plane-summary.ts";
import type { Plane } from "../geometry/plane.ts";
import { profileFigure } from "./profile-figure.ts";
import { profileGroups, type Profile } from "../geometry/profile.ts";
import { profileSummary } from "../text/profile-summary.ts";
import { planeSvg } from "../picture/plane-svg.ts";
import type { ScanView } from "../view.ts";

/** What is shown of one plane: all contours together, and the probability of each excursion set. */
export interface PlaneFigures {
  readonly overlay: PageFigure;
  readonly maps: readonly PageFigure[];
}

export function planeFigures(view: ScanView, plane: Plane): PlaneFigures {
  const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
  const isWhole = view.parameters.length === 2;
  const title = plainText(`${axisTitle(y)} against ${axisTitle(x)}`);
  const id = `plane-${plane.x + 1}-${plane.y + 1}`;
  const size = isWhole ? "large" : "small";
  return {
    overlay: {
      id,
      title,
      summary: planeSummary(view, plane),
      size,
      figure: planeFigure(view, plane),
      ...(isWhole && { still: trusted(planeSvg(view, plane)) }),
    },
    maps: plane.levelSets.map((levelSet, k) => ({
      id: `${id}-probability-${k + 1}`,
      title: `Probability of ${excursionText(levelSet.levelSet)}${isWhole ? "" : `, ${title}`}`,
      summary:
        `Probability that ${excursionText(levelSet.levelSet)}: orange inside the excursion set, blue outside; ` +
        `the line is the contour ${contourText(levelSet.levelSet)}.`,
      size: "small",
      figure: probabilityFigure(view, plane, levelSet),
    })),
  };
}

/** What is shown of a scan of one parameter: observables that share their thresholds together. */
export function profileFigures(view: ScanView, profile: Profile): PageFigure[] {
  return profileGroups(view).map((observables, k) => ({
    id: `profile-${k + 1}`,
    title: `${observables.join(", ")} against ${plainText(axisTitle(view.parameters[0]!))}`,
    summary: profileSummary(profile, view.parameters[0]!, observables),
    size: "large",
    figure: profileFigure(view, profile, observables),
  }));
}
