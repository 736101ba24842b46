import { explained } from "../composition.ts";
import { upperLimits } from "../likelihood/index.ts";
import { expectConverged, type ModelOptions, printJson, readChoice, readModel, readNumber } from "./likelihood-model.ts";
import { UsageError } from "./usage-error.ts";

export interface UpperLimitCommandOptions extends ModelOptions {
  readonly level: string;
  readonly testStat: string;
}

/** `excursion upper-limit`: the signal strengths at which CLs reaches the level; the expected ones smallest first. */
export function upperLimitCommand(file: string, options: UpperLimitCommandOptions): void {
  const level = readNumber("--level", options.level);
  if (!(level > 0 && level < 1)) throw new UsageError(`expected --level to be between 0 and 1, got ${options.level}`);
  const testStatistic = readChoice("--test-stat", options.testStat, ["qtilde", "q"]);
  const model = readModel(file, options);
  const { observed, expected, quality } = explained("workspace", file, () => upperLimits(model, { level, testStatistic }));
  expectConverged(quality);
  printJson({ upperLimitObserved: observed, upperLimitExpected: expected });
}
