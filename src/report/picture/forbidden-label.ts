import { axisOf, compileConstraint } from "../../space/index.ts";
import type { Plane, Polyline } from "../geometry/plane.ts";
import { printPalette } from "../style/print-palette.ts";
import type { Markup } from "../text/markup.ts";
import type { ScanView } from "../view.ts";
import { listed } from "./header.ts";
import { labelMarkup, labelWidth } from "./label.ts";
import { pixelX, pixelY, textSize, type SvgFrame } from "./svg-frame.ts";

const style = { size: textSize.header, anchor: "middle", colour: printPalette.muted } as const;

/** Between the border and the nearest edge of the letters, and the height of the letters, pixels. */
const clearance = { gap: 7, height: 12 };

/**
 * What makes a region forbidden, written along its border within it: once for each constraint that has room for it, or a single
 * text once wherever there is most room.
 */
export function forbiddenLabels(view: ScanView, plane: Plane, frame: SvgFrame): Markup[] {
  const given = listed(view.figure.forbidden);
  const texts = given.length > 0 ? given : view.constraints.map((constraint) => violationLabel(constraint, view.parameters) ?? "");
  const violated = violationOf(view, plane, frame);
  const taken: { readonly x: number; readonly y: number; readonly reach: number }[] = [];
  return texts.flatMap((text, k) => {
    if (text === "") return [];
    const width = labelWidth(text, style);
    const isAbout = (x: number, y: number): boolean => (given.length === 1 ? violated(x, y).length > 0 : violated(x, y).includes(k));
    const [place] = plane.border
      .flatMap((line) => windowsOf(line.map(([x, y]) => [pixelX(frame, x), pixelY(frame, y)] as const), width + 12))
      .filter((one) => labelCorners(one, width).every(([x, y]) => isWithin(frame, x, y) && isAbout(x, y)))
      .filter(({ x, y }) => taken.every((other) => Math.hypot(x - other.x, y - other.y) > other.reach + width / 2 + 12))
      .toSorted((a, b) => a.bend - b.bend || a.fromMiddle - b.fromMiddle);
    if (place === undefined) return [];
    taken.push({ x: place.x, y: place.y, reach: width / 2 });
    const [x, y] = shifted(place, place.isReading ? clearance.gap + clearance.height : clearance.gap);
    const angle = place.isReading ? place.angle : place.angle - Math.sign(place.angle) * Math.PI;
    return [labelMarkup(text, x, y, { ...style, angle: (angle * 180) / Math.PI })];
  });
}

/** A violated constraint in words, where it compares plain sums: m(LSP) > m(gluino) − 25 GeV; nothing where it is more. */
export function violationLabel(constraint: string, parameters: ScanView["parameters"]): string | undefined {
  const [, left, comparison, right] = /^([^<>=!&|]+)(<=|>=|<|>)([^<>=!&|]+)$/.exec(constraint) ?? [];
  if (left === undefined || right === undefined || /[()/^]|\b(and|or|not)\b/.test(constraint)) return undefined;
  const sign = { "<=": ">", "<": "≥", ">=": "<", ">": "≤" }[comparison!];
  const units = new Set(parameters.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(constraint)).map(({ unit }) => unit));
  const unit = units.size === 1 && /\d\s*$/.test(right) ? [...units][0] : undefined;
  const spoken = (text: string): string => {
    const named = parameters.reduce((result, { name, label }) => {
      return label === undefined ? result : result.replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => label);
    }, text.trim());
    const powers = named.replaceAll(/\b([\d.]+)e([+-]?\d+)\b/gi, (_, factor: string, exponent: string) => {
      return `${factor === "1" ? "" : `${factor}·`}10^{${Number(exponent)}}`;
    });
    return powers.replaceAll(/\s*\*\s*/g, " ").replaceAll(/(^|\s)-/g, "$1−");
  };
  return `${spoken(left)}{} ${sign} ${spoken(right)}${unit === undefined || unit === "" ? "" : ` ${unit}`}`;
}

/** A stretch of a border as long as a label. */
interface Stretch {
  readonly x: number; // its middle, pixels
  readonly y: number;
  readonly angle: number; // of its direction, radians
  readonly isReading: boolean; // a reader's left to right
  readonly bend: number; // largest distance from its chord, 0 below a pixel
  readonly fromMiddle: number; // of the whole line, as a part of it
}

function windowsOf(line: Polyline, length: number): Stretch[] {
  const along = line.reduce<number[]>((sums, [x, y], i) => {
    const before = line[i - 1];
    return [...sums, before === undefined ? 0 : sums[i - 1]! + Math.hypot(x - before[0], y - before[1])];
  }, []);
  const total = along.at(-1)!;
  const count = Math.floor((total - length) / 8);
  return Array.from({ length: Math.max(0, count + 1) }, (_, k) => {
    const start = total - length <= 0 ? 0 : (k * (total - length)) / Math.max(1, count);
    const [[x0, y0], [x1, y1]] = [pointAlong(line, along, start), pointAlong(line, along, start + length)];
    const chord = Math.hypot(x1 - x0, y1 - y0);
    const within = line.filter((__, i) => along[i]! >= start && along[i]! <= start + length);
    const bend = Math.max(0, ...within.map(([x, y]) => Math.abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / chord));
    const angle = Math.atan2(y1 - y0, x1 - x0);
    const isReading = Math.abs(angle) <= Math.PI / 2;
    return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, angle, isReading, bend: bend < 1 ? 0 : bend, fromMiddle: Math.abs((start + length / 2) / total - 0.5) };
  });
}

function pointAlong(line: Polyline, along: readonly number[], distance: number): readonly [number, number] {
  const i = Math.max(0, along.findIndex((length) => length >= distance - 1e-9) - 1);
  const step = along[i + 1]! - along[i]!;
  const share = step === 0 ? 0 : (distance - along[i]!) / step;
  const [[x0, y0], [x1, y1]] = [line[i]!, line[i + 1]!];
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}

/** The stretch's middle moved into the forbidden region, which lies at the right of the direction. */
function shifted({ x, y, angle }: Stretch, distance: number, along = 0): readonly [number, number] {
  return [x - distance * Math.sin(angle) + along * Math.cos(angle), y + distance * Math.cos(angle) + along * Math.sin(angle)];
}

function labelCorners(place: Stretch, width: number): (readonly [number, number])[] {
  const far = clearance.gap + clearance.height + 4;
  return [-width / 2, 0, width / 2].flatMap((along) => [shifted(place, 2, along), shifted(place, far, along)]);
}

function isWithin({ left, top, width, height }: SvgFrame, x: number, y: number): boolean {
  return x >= left + 4 && x <= left + width - 4 && y >= top + 4 && y <= top + height - 4;
}

/** The constraints that a pixel violates, by index. */
function violationOf(view: ScanView, plane: Plane, frame: SvgFrame): (x: number, y: number) => number[] {
  const names = view.parameters.map(({ name }) => name);
  const compiled = view.constraints.map((text) => compileConstraint(text, names));
  const point = Float64Array.from(plane.at);
  return (x, y) => {
    point[plane.x] = axisOf(frame.x).toPhysical((x - frame.left) / frame.width);
    point[plane.y] = axisOf(frame.y).toPhysical(1 - (y - frame.top) / frame.height);
    return compiled.flatMap((holds, k) => (holds(point, 0) ? [] : [k]));
  };
}
