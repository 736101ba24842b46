import type { LevelSetView, ScanView } from "../view.ts";

/**
 * Level sets that are drawn together, as the field draws limits: what is observed, what is expected, and the contours between which
 * the expected one lies with 68 and 95 %. Which is which is told by the observables' names: clsObserved, clsExpected,
 * clsExpectedMinus1 and so on are one group; an observable with another name is a group of its own.
 */
export interface LimitGroup {
  readonly name: string; // what the names have in common; the observable's own where it is alone
  readonly observed?: LevelSetView;
  readonly expected?: LevelSetView;
  readonly bands: readonly LimitBand[]; // the widest first
}

export interface LimitBand {
  readonly standardDeviations: 1 | 2;
  readonly edges: readonly [minus: LevelSetView, plus: LevelSetView];
}

const role = /^(?<name>.*?)_?(?:(?<observed>Observed)|Expected(?:(?<sign>Minus|Plus)(?<width>[12]))?)$/i;

/** The level sets of a scan by what is drawn together: one group a name and place in the list of thresholds. */
export function limitGroups(view: ScanView): LimitGroup[] {
  const all = view.observables.flatMap(({ name, thresholds, side }) => {
    const match = role.exec(name)?.groups;
    return thresholds.map((threshold, k) => {
      const part = match === undefined ? "observed" : match["observed"] === undefined ? `expected${match["sign"] ?? ""}${match["width"] ?? ""}` : "observed";
      return { levelSet: { observable: name, threshold, side }, name: match?.["name"] || name, part: part.toLowerCase(), k };
    });
  });
  return [...Map.groupBy(all, ({ name, k }) => `${k} ${name}`).values()].map((members) => {
    const find = (part: string): LevelSetView | undefined => members.find((one) => one.part === part)?.levelSet;
    const [observed, expected] = [find("observed"), find("expected")];
    const bands = ([2, 1] as const).flatMap((standardDeviations): LimitBand[] => {
      const [minus, plus] = [find(`expectedminus${standardDeviations}`), find(`expectedplus${standardDeviations}`)];
      return minus === undefined || plus === undefined ? [] : [{ standardDeviations, edges: [minus, plus] }];
    });
    return { name: members[0]!.name, ...(observed && { observed }), ...(expected && { expected }), bands };
  });
}
