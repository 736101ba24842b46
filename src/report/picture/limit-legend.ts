import { contourText } from "../text/level-set-text.ts";
import { markup, type Markup } from "../text/markup.ts";
import { limitColour, printPalette, uncertaintyColour } from "../style/print-palette.ts";
import type { LimitBand, LimitGroup } from "../style/limit-group.ts";
import type { LevelSetView, ScanView } from "../view.ts";
import { swatchWidth, type LegendEntry } from "./header.ts";
import { roundPixel } from "./pixels.ts";
import { strokeMarkup, type Stroke } from "./svg-marks.ts";

/** The line of an observed limit, or of one that is neither observed nor expected. */
export function observedStroke(index: number): Stroke {
  return { colour: limitColour(index), width: 2.4, dash: "solid" };
}

export function expectedStroke(index: number): Stroke {
  return { colour: limitColour(index), width: 2, dash: "dash" };
}

export function bandColour({ standardDeviations }: LimitBand): string {
  return standardDeviations === 1 ? printPalette.band1 : printPalette.band2;
}

/**
 * What the lines and bands of a group of limits mean; `owner` says whose they are where there are several groups or scans, `nameOf` what
 * is drawn where it is neither observed nor expected.
 */
export function groupEntries(
  view: ScanView, group: LimitGroup, index: number, owner: string | undefined, nameOf: (levelSet: LevelSetView) => string,
): LegendEntry[] {
  const { observed, expected, bands } = group;
  const line = (levelSet: LevelSetView, role: string, stroke: Stroke): LegendEntry => {
    const own = view.observables.find(({ name }) => name === levelSet.observable)!.label;
    const label = own ?? (owner === undefined ? role : role.replace(/^(Observed|Expected)/, (word) => word.toLowerCase()));
    return { label: owner === undefined ? label : `${owner}: ${label}`, swatch: (x, y) => lineSwatch(x, y, stroke, uncertaintyOf(group, index)) };
  };
  const isNamed = observed !== undefined && observed.observable !== group.name;
  return [
    ...(observed === undefined ? [] : [line(observed, isNamed ? "Observed limit" : nameOf(observed), observedStroke(index))]),
    ...(expected === undefined ? [] : [line(expected, "Expected limit", expectedStroke(index))]),
    ...bands.toReversed().map((band): LegendEntry => {
      return { label: `Expected ±${band.standardDeviations} σ`, swatch: (x, y) => box(x, y, bandColour(band)) };
    }),
  ];
}

/** Whose the lines of a group are, where there are several and their labels do not say it: "cls", or "cls = 0.01" of several thresholds. */
export function ownerOf({ name, observed, expected }: LimitGroup, groups: readonly LimitGroup[]): string | undefined {
  if (groups.length < 2 || observed?.observable === name) return undefined;
  const isOneOfMany = groups.filter((group) => group.name === name).length > 1;
  return isOneOfMany ? contourText({ ...(observed ?? expected)!, observable: name }) : name;
}

/** The colour of the surrogate's own uncertainty, which is drawn where the limit has no bands of its own. */
export function uncertaintyOf({ bands }: LimitGroup, index: number): string | undefined {
  return bands.length > 0 ? undefined : uncertaintyColour(index);
}

export const uncertaintyEntry: LegendEntry = { label: "68 % interpolation band", swatch: (x, y) => box(x, y, uncertaintyColour(0)) };

function box(x: number, y: number, colour: string): Markup {
  return markup`<rect x="${roundPixel(x)}" y="${roundPixel(y - 7)}" width="${swatchWidth}" height="14" fill="${colour}"/>`;
}

export function lineSwatch(x: number, y: number, stroke: Stroke, behind?: string): Markup {
  const line = strokeMarkup(`M${roundPixel(x)},${roundPixel(y)}h${swatchWidth}`, stroke);
  return markup`${behind === undefined ? undefined : box(x, y, behind)}${line}`;
}
