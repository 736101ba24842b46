import { readFileSync } from "node:fs";
import { contourDistance, directedDistance, type Line } from "../src/level-set/index.ts";

/** `contour-distance a.json#/pointer b.json#/pointer`: JSON pointers to two lists of polylines. */
export async function run(args: readonly string[]): Promise<void> {
  if (args.length !== 2) {
    throw new RangeError(`expected two contours, such as scan/contours.json#/observables/cls/0/polylines/0.5, got ${args.length}`);
  }
  const [a, b] = args.map(readPolylines);
  console.log(`mean distance ${contourDistance(a!, b!).toFixed(2)}`);
  console.log(`first to second ${directedDistance(a!, b!).mean.toFixed(2)}, second to first ${directedDistance(b!, a!).mean.toFixed(2)}`);
}

function readPolylines(reference: string): readonly Line[] {
  const [file, pointer = ""] = reference.split("#");
  let value: unknown = JSON.parse(readFileSync(file!, "utf8"));
  for (const key of pointer.split("/").slice(1)) value = (value as Record<string, unknown> | undefined)?.[key];
  if (!Array.isArray(value)) throw new TypeError(`expected a list of polylines at ${reference}, got ${typeof value}`);
  return value as readonly Line[];
}
