import type { Parameter } from "../../space/index.ts";
import { contourPlanes, planeParameters } from "../geometry/contour-planes.ts";
import { profileOf } from "../geometry/profile.ts";
import { excursionText, contourText } from "../text/level-set-text.ts";
import { formatQuantity } from "../text/number-text.ts";
import { texText } from "../text/rich-text.ts";
import type { ObservableView, ScanView } from "../view.ts";

/** A table of a submission in HEPData's terms. */
export interface DataTable {
  readonly name: string;
  readonly file: string;
  readonly description: string;
  readonly observables: readonly string[];
  readonly independent: readonly Variable[];
  readonly dependent: readonly Variable[];
}

interface Variable {
  readonly header: { readonly name: string; readonly units?: string };
  readonly qualifiers?: readonly { readonly name: string; readonly value: string | number; readonly units?: string }[];
  readonly values: readonly Value[];
}

interface Value {
  readonly value: number | string;
  readonly errors?: readonly Error[];
}

type Error =
  | { readonly symerror: number; readonly label: string }
  | { readonly asymerror: { readonly minus: number; readonly plus: number }; readonly label: string };

/** Values along the one parameter. */
const profileNodes = 101;

/** Digits that are more than a contour is known to. */
const digits = 6;

/** Every line of every contour as a table of its points, the second parameter against the first. */
export function contourTables(view: ScanView): DataTable[] {
  return contourPlanes(view).flatMap((plane, planeNumber) => {
    const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
    const { fixed } = planeParameters(view, plane);
    const qualifiers = Object.entries(fixed).map(([name, value]) => {
      const { unit } = view.parameters.find((one) => one.name === name)!;
      return { name, value: rounded(value), ...(unit !== undefined && { units: unit }) };
    });
    const slice = Object.keys(fixed).length === 0 ? "" : ` Slice at ${qualifiers.map(({ name, value, units }) => `${name} = ${formatQuantity(value, units)}`).join(", ")}.`;
    return plane.levelSets.flatMap(({ levelSet, lines }) =>
      lines[0.5].map((line, k) => {
        const number = lines[0.5].length === 1 ? "" : `, line ${k + 1}`;
        const place = planeNumber === 0 && Object.keys(fixed).length === 0 ? "" : ` (${x.name}, ${y.name})`;
        return {
          name: `Contour ${contourText(levelSet)}${place}${number}`,
          file: fileName(`contour_${levelSet.observable}_${levelSet.threshold}_${x.name}_${y.name}_${k + 1}`),
          description: `Points along the contour around ${excursionText(levelSet)}, in order.${slice}`,
          observables: [levelSet.observable],
          independent: [variable(x, line.map(([value]) => value))],
          dependent: [{ ...variable(y, line.map(([, value]) => value)), ...(qualifiers.length > 0 && { qualifiers }) }],
        };
      }),
    );
  });
}

/** The observables along the one parameter, with the interpolation's own 68 % errors. */
export function limitTable(view: ScanView): DataTable[] {
  const { values, admissible, predictions } = profileOf(view, profileNodes);
  if (predictions.length === 0) return [];
  const shown = [...values.keys()].filter((i) => admissible[i] === 1);
  const dependent = view.observables.map((observable, k): Variable => {
    const { median, lower, upper } = predictions[k]!;
    const value = (i: number): Value => {
      const [minus, plus] = [rounded(lower[i]! - median[i]!), rounded(upper[i]! - median[i]!)];
      return { value: rounded(median[i]!), errors: [{ asymerror: { minus, plus }, label: "interpolation" }] };
    };
    return { header: headerOf(observable), values: shown.map(value) };
  });
  const names = view.observables.map(({ name }) => name);
  const description = `${names.join(", ")} against ${view.parameters[0]!.name}, interpolated between the evaluated points.`;
  const independent = [variable(view.parameters[0]!, shown.map((i) => values[i]!))];
  return [{ name: "Limits", file: "limits.yaml", description, observables: names, independent, dependent }];
}

/** What was evaluated: the observables with their standard errors at each point. */
export function evaluationsTable(view: ScanView): DataTable[] {
  const observed = view.evaluations.filter(({ status }) => status === "observed");
  if (observed.length === 0) return [];
  const dependent = view.observables.map((observable): Variable => ({
    header: headerOf(observable),
    values: observed.map(({ observations }) => {
      const { value, standardError } = observations[observable.name]!;
      return standardError === undefined || standardError === 0 ? { value } : { value, errors: [{ symerror: standardError, label: "stat" }] };
    }),
  }));
  const independent = view.parameters.map((parameter): Variable => ({
    ...variable(parameter, []),
    values: observed.map(({ parameters }) => ({ value: parameters[parameter.name]! })),
  }));
  const names = view.observables.map(({ name }) => name);
  return [{ name: "Evaluated points", file: "evaluated_points.yaml", description: "All points that were evaluated, in their order.", observables: names, independent, dependent }];
}

function variable(parameter: Parameter, values: readonly number[]): Variable {
  return { header: headerOf(parameter), values: values.map((value) => ({ value: rounded(value) })) };
}

function headerOf({ name, label, unit }: Pick<ObservableView & Parameter, "name" | "label" | "unit">): Variable["header"] {
  return { name: texText(label ?? name), ...(unit !== undefined && unit !== "" && { units: unit }) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(digits));
}

function fileName(text: string): string {
  return `${text.replaceAll(/[^\w.-]/g, "_")}.yaml`;
}
