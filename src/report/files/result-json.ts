import { z } from "zod";
import { countEvaluations, inputNames, latestAssessment, type ScanView } from "../view.ts";

const fraction = z.number().min(0).max(1);

const levelSetResult = z.strictObject({
  threshold: z.number(),
  side: z.enum(["above", "below"]),
  expectedMisclassifiedVolume: fraction.nullable(), // null before the first assessment
  upperBound95: fraction.nullable(),
  excursionVolume: fraction.nullable(),
});

const auditResult = z.strictObject({
  observable: z.string(),
  threshold: z.number(),
  side: z.enum(["above", "below"]),
  evaluated: z.int(), // points with a value
  errors: z.int(), // of those, on the other side than was said
  upperBound95: fraction,
});

const surrogateResult = z.strictObject({
  kernel: z.string(),
  transform: z.string(),
  lengthscales: z.record(z.string(), z.number()), // by parameter or input, fractions of its range
  learnedInputs: z.boolean().optional(), // where they were to be learned: whether they are in force, or the parameters
  offsets: z.record(z.string(), z.strictObject({ mean: z.number(), standardDeviation: z.number() })).optional(), // by source, on the transformed scale
  scatter: z.number().optional(), // of those sources' values beside their offset
  amplitude: z.number(),
  noiseVariance: z.number(),
  jitter: z.number(),
  inflation: z.array(z.number()), // by threshold
});

/** What result.json holds; version 1. */
export const resultSchema = z.strictObject({
  version: z.literal(1),
  verdict: z.enum(["verified", "model-certified", "model-rejected", "not-certified"]),
  reason: z.string(),
  seed: z.number(),
  evaluations: z.strictObject({
    observed: z.int(),
    infeasible: z.int(),
    failed: z.int(),
    pending: z.int(),
    attempts: z.int(),
  }),
  wallTimeSeconds: z.number(),
  observables: z.record(z.string(), z.array(levelSetResult)),
  audit: z.array(auditResult).optional(), // of every level set; absent where none was made
  surrogate: z.record(z.string(), surrogateResult),
});

export type Result = z.infer<typeof resultSchema>;

/** The text of result.json. */
export function resultJson(view: ScanView): string {
  return `${JSON.stringify(resultOf(view), undefined, 2)}\n`;
}

/** The outcome of a scan in a form for programs; volumes are fractions of the admissible volume. */
export function resultOf(view: ScanView): Result {
  const { verdict, reason, seed, wallTimeSeconds } = view;
  return {
    version: 1,
    verdict,
    reason,
    seed,
    evaluations: countEvaluations(view),
    wallTimeSeconds,
    ...(view.audit !== undefined && { audit: [...view.audit] }),
    observables: Object.fromEntries(view.observables.map((observable) => [observable.name, levelSetResults(view, observable)])),
    surrogate: Object.fromEntries(Object.keys(view.surrogates).map((name) => [name, surrogateResultOf(view, name)])),
  };
}

function levelSetResults(view: ScanView, { name, thresholds, side }: ScanView["observables"][number]) {
  return thresholds.map((threshold) => {
    const assessment = latestAssessment(view, { observable: name, threshold, side });
    return {
      threshold,
      side,
      expectedMisclassifiedVolume: assessment?.expectedMisclassifiedVolume ?? null,
      upperBound95: assessment?.upperBound95 ?? null,
      excursionVolume: assessment?.excursionVolume ?? null,
    };
  });
}

function surrogateResultOf(view: ScanView, name: string): z.infer<typeof surrogateResult> {
  const { kernel, transform, lengthscales, learnedInputs, offsets, scatter, amplitude, noiseVariance, jitter } = view.surrogates[name]!;
  const assessed = view.assessments.at(-1)?.levelSets.filter(({ observable }) => observable === name) ?? [];
  return {
    kernel,
    transform,
    lengthscales: Object.fromEntries(inputNames(view, name).map((input, k) => [input, lengthscales[k]!])),
    ...(learnedInputs !== undefined && { learnedInputs }),
    ...(offsets !== undefined && { offsets: Object.fromEntries(offsets.map(({ source, ...offset }) => [source, offset])) }),
    ...(scatter !== undefined && { scatter }),
    amplitude,
    noiseVariance,
    jitter,
    inflation: assessed.map(({ inflation }) => inflation),
  };
}
