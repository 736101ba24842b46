import { pointsFromFile } from "./points.ts";
import { ConfigError, pathText, type Finding, type Problem } from "./problem.ts";
import type { PhysicalPoints } from "../space/index.ts";

/** The points of a CSV file with a column for each name. Throws a ConfigError with every problem and its line. // [k, names.length] */
export function readPoints(file: string, names: readonly string[]): PhysicalPoints {
  const read = pointsFromFile(file, ".", names);
  if ("points" in read) return read.points;
  throw new ConfigError(read.findings.map(problem));

  function problem({ path, message, place }: Finding): Problem {
    return place === undefined ? { file, path: "", message } : { ...place, path: pathText(path), message };
  }
}
