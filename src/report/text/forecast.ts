import { boundedVolume } from "./level-set-text.ts";
import type { ScanView } from "../view.ts";

/** Assessments that a trend is read from, at least and at most. */
const fewest = 6;
const mostRecent = 30;

/**
 * Observed evaluations that are probably still needed: ln of the largest bound on the misclassified volume against the number of
 * evaluations, a line by least squares through the latest third of the assessments, followed to the target. Before there are bounds, the
 * expected volumes stand for them, and too little is predicted. 0 when the target is reached; undefined while there is no trend towards
 * it, or no target of the volume.
 */
export function predictedEvaluations(view: ScanView): number | undefined {
  const { targetVolume } = view;
  if (targetVolume === undefined) return undefined;
  if ((boundedVolume(view) ?? Infinity) <= targetVolume) return 0;
  const count = Math.min(Math.max(fewest, Math.ceil(view.assessments.length / 3)), mostRecent);
  const latestOnes = view.assessments.slice(-count);
  const bounds = latestOnes.map(({ levelSets }) => Math.max(...levelSets.map(({ upperBound95 }) => upperBound95 ?? Infinity)));
  const expected = latestOnes.map(({ levelSets }) => Math.max(...levelSets.map((one) => one.expectedMisclassifiedVolume)));
  const volumes = bounds.every(Number.isFinite) ? bounds : expected;
  const points = latestOnes.map(({ evaluations }, i) => [evaluations, Math.log(volumes[i]!)] as const);
  if (points.length < fewest || points.some(([, y]) => !Number.isFinite(y))) return undefined;
  const mean = (k: 0 | 1): number => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [x0, y0] = [mean(0), mean(1)];
  const slope = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  if (!(slope < 0)) return undefined;
  const latest = points.at(-1)![0];
  return Math.max(1, Math.ceil(x0 + (Math.log(targetVolume) - y0) / slope - latest));
}

/** Evaluations that end in an hour, over the latest of them; undefined before the second. */
export function evaluationsPerHour({ evaluations }: ScanView, latest = 20): number | undefined {
  const ends = evaluations
    .flatMap(({ startedAt, seconds }) => (startedAt === undefined || seconds === undefined ? [] : [Date.parse(startedAt) + 1000 * seconds]))
    .toSorted((a, b) => a - b)
    .slice(-latest);
  const milliseconds = ends.length < 2 ? 0 : ends.at(-1)! - ends[0]!;
  return milliseconds > 0 ? ((ends.length - 1) / milliseconds) * 3_600_000 : undefined;
}
