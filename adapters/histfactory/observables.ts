import { EvaluationError } from "../../src/evaluation/index.ts";
import { didYouMean } from "../../src/space/index.ts";

/** What a test or a scan of tests yields: one observed value and the expected band. */
export type Quantity = "cls" | "upperLimit" | "p0";

export interface Values {
  readonly observed: number;
  readonly expected: readonly number[]; // [5] smallest first
}

export const testStatistics = ["qtilde", "q", "q0"] as const;
export type AnyTestStatistic = (typeof testStatistics)[number];

/** The expected values' names, smallest value first: Minus2 is the strongest exclusion, the first of pyhf's CLs_exp. */
const bands = ["ExpectedMinus2", "ExpectedMinus1", "Expected", "ExpectedPlus1", "ExpectedPlus2"];

export function namesOf(quantity: Quantity): readonly string[] {
  return [`${quantity}Observed`, ...bands.map((band) => quantity + band)];
}

/** The values under their observables' names. */
export function observablesOf(quantity: Quantity, { observed, expected }: Values): Readonly<Record<string, number>> {
  const [observedName, ...expectedNames] = namesOf(quantity);
  return Object.fromEntries([[observedName!, observed], ...expectedNames.map((name, index) => [name, expected[index]!])]);
}

/**
 * The quantities that the observables belong to; only these are computed. Throws an EvaluationError on an observable that
 * the test statistic does not give.
 */
export function quantitiesOf(observableNames: readonly string[], testStatistic: AnyTestStatistic): readonly Quantity[] {
  const possible: readonly Quantity[] = testStatistic === "q0" ? ["p0"] : ["cls", "upperLimit"];
  const names = possible.flatMap(namesOf);
  const unknown = observableNames.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new EvaluationError(
      `observables: expected what adapter histfactory gives with test statistic ${testStatistic} (${names.join(", ")}), ` +
        `got ${unknown}${didYouMean(unknown, names)}`,
      false,
    );
  }
  return possible.filter((quantity) => namesOf(quantity).some((name) => observableNames.includes(name)));
}
