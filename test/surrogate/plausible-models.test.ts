import { expect, test } from "vitest";
import { matrixFrom, randomStream, type KernelName } from "../../src/numeric/index.ts";
import { fitSurrogate, jointForecastResiduals, plainFeatures, plausibleModels, type Dataset, type Fit } from "../../src/surrogate/index.ts";
import { selectPoints } from "../../src/space/index.ts";
import { engine, fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

const kernels: readonly KernelName[] = ["rbf", "matern52", "matern32"];
const points = somePoints(2, 40, 5);

function exactly(values: Float64Array): Dataset {
  return { points, values, standardErrors: new Float64Array(values.length) };
}

function fitOf(dataset: Dataset, kernel: KernelName): Fit {
  return fitSurrogate({ dataset, kernel, transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) });
}

function fitsOf(dataset: Dataset): Fit[] {
  return kernels.map((kernel) => fitOf(dataset, kernel));
}

function plausible(dataset: Dataset, fits: readonly Fit[], count = 40) {
  const settings = fits.map(({ surrogate }) => surrogate.settings);
  return plausibleModels({ fits: settings, dataset, features: plainFeatures(2), count, engine, random: randomStream(1, "plausible", 0) });
}

const smooth = exactly(valuesOf(points));
const rough = exactly(
  fixedSurrogate(somePoints(2, 1, 8), Float64Array.of(0), { kernel: "matern32", lengthscale: 0.6 })
    .samplePaths(points, 1, randomStream(3, "rough", 0)).data,
);

test("a smooth function keeps the smooth kernel, a rough one the rough kernel", () => {
  for (const [dataset, kernel] of [[smooth, "rbf"], [rough, "matern32"]] as const) {
    const fits = fitsOf(dataset);
    expect(fits.toSorted((a, b) => b.logEvidence - a.logEvidence)[0]!.surrogate.settings.kernel).toBe(kernel);
    const models = plausible(dataset, fits);
    expect(models.filter((model) => model.kernel === kernel).length).toBeGreaterThan(20);
  }
});

test("a step on a smooth function is noise to a smooth kernel, but not to its sum with a rough one, which has more evidence", () => {
  const stepped = exactly(smooth.values.map((value, i) => value + (points.data[2 * i]! > 0.6 ? 0.5 : 0)));
  const [plain, sum] = (["rbf", "rbf+matern32"] as const).map((kernel) => fitOf(stepped, kernel)) as [Fit, Fit];
  expect(plain.surrogate.noiseVariance).toBeGreaterThan(1e-3);
  expect(sum.surrogate.noiseVariance).toBeLessThan(1e-5);
  expect(sum.logEvidence - plain.logEvidence).toBeGreaterThan(2);
});

test("a kernel's share of the models follows its evidence", () => {
  const few = { ...smooth, points: selectPoints(points, [0, 1, 2, 3, 4, 5, 6, 7]), values: smooth.values.slice(0, 8), standardErrors: new Float64Array(8) };
  const fits = fitsOf(few);
  const evidences = fits.map(({ logEvidence }) => Math.exp(logEvidence - fits[0]!.logEvidence));
  const total = evidences.reduce((sum, evidence) => sum + evidence, 0);
  const models = plausible(few, fits, 200);
  for (const [k, kernel] of kernels.entries()) {
    const share = models.filter((model) => model.kernel === kernel).length / 200;
    expect(Math.abs(share - evidences[k]! / total)).toBeLessThan(0.15); // Laplace against importance weights of 16 draws
  }
});

test("hyperparameters spread about the fit, the less the more is known, and the same request gives the same models", () => {
  const spreadOf = (dataset: Dataset): number => {
    const fits = fitsOf(dataset).slice(1, 2);
    const logarithms = plausible(dataset, fits).map(({ lengthscales }) => Math.log(lengthscales[0]!));
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
    return Math.sqrt(logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logarithms.length);
  };
  const few = { ...smooth, points: selectPoints(points, [0, 1, 2, 3, 4, 5, 6, 7]), values: smooth.values.slice(0, 8), standardErrors: new Float64Array(8) };
  expect(spreadOf(few)).toBeGreaterThan(1.2 * spreadOf(smooth));
  expect(spreadOf(smooth)).toBeGreaterThan(0.01);
  expect(plausible(few, fitsOf(few))).toEqual(plausible(few, fitsOf(few)));
});

test("one model's joint forecast is its own", () => {
  const surrogate = fixedSurrogate(selectPoints(points, [0, 1, 2, 3, 4, 5]), smooth.values.slice(0, 6));
  const rows = [10, 11, 12, 13];
  const outcomes: Dataset = {
    points: selectPoints(points, rows), values: Float64Array.from(rows, (row) => smooth.values[row]!), standardErrors: new Float64Array(4),
  };
  const [own, joint] = [surrogate.forecastResiduals(outcomes), jointForecastResiduals([surrogate], outcomes)];
  joint.forEach((z, i) => expect(z).toBeCloseTo(own[i]!, 8));
});

test("of a truth drawn from one of several models their joint forecasts have standard normal errors", () => {
  const known = selectPoints(points, [0, 1, 2, 3, 4, 5]);
  const models = [0.15, 0.6].map((lengthscale) => fixedSurrogate(known, smooth.values.slice(0, 6), { lengthscale }));
  const next = selectPoints(points, [20, 21, 22]);
  const errors = Array.from({ length: 300 }, (_, draw) => {
    const [values] = [models[draw % 2]!.samplePaths(next, 1, randomStream(draw, "truth", 0)).data];
    return [...jointForecastResiduals(models, { points: next, values, standardErrors: new Float64Array(3) })];
  });
  const all = matrixFrom(300, 3, Float64Array.from(errors.flat()));
  const meanSquare = all.data.reduce((sum, z) => sum + z * z, 0) / all.data.length;
  expect(Math.abs(meanSquare - 1)).toBeLessThan(4 * Math.sqrt(2 / all.data.length));
  const lagged = errors.reduce((sum, [a, b, c]) => sum + a! * b! + b! * c!, 0) / 600;
  expect(Math.abs(lagged)).toBeLessThan(4 / Math.sqrt(600));
});
