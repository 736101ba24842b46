import { refuse } from "./errors.ts";
import { FitProblem, type PoiRule } from "./fit-problem.ts";
import { checkParameters, type Data, type Model } from "./model.ts";
import { findLowest, findNear, type Lowest } from "./search.ts";

/** Parameters that minimise −2 ln L. */
export interface Fit {
  readonly parameters: Float64Array; // [p]
  readonly twiceNll: number;
  readonly poi: number; // the parameter of interest
  readonly quality: FitQuality;
}

/** How far to trust a fit. */
export interface FitQuality {
  readonly converged: boolean;
  /** By how much −2 ln L may still be above its local minimum. */
  readonly estimatedDistance: number;
  /** Starts from which a minimum was found, and how many of them led to the lowest: fewer means that there are several. */
  readonly starts: number;
  readonly agreeing: number;
}

/** The worst of several fits. */
export interface TestQuality {
  readonly converged: boolean;
  readonly estimatedDistance: number;
  /** The smallest share of a fit's starts that led to its lowest minimum; below 1 there are several minima. */
  readonly agreement: number;
}

export interface FitOptions {
  /** Holds the parameter of interest at this value, which may lie outside its bounds. */
  readonly fixedPoi?: number;
  /** Where to start beside the inits and the random points. // [p] each */
  readonly starts?: readonly Float64Array[];
}

/**
 * The maximum of the likelihood, the lowest −2 ln L found from several starts. A function of its arguments alone: whatever
 * ran before changes nothing. Throws a LikelihoodError when the likelihood is zero at every start.
 */
export function fit(model: Model, data: Data = model.observed, options: FitOptions = {}): Fit {
  return fitUnder(model, data, options.fixedPoi === undefined ? {} : { fixed: options.fixedPoi }, options.starts ?? []);
}

/** The same under a rule for the parameter of interest. */
export function fitUnder(model: Model, data: Data, rule: PoiRule, starts: readonly Float64Array[]): Fit {
  for (const start of starts) checkParameters(model, start);
  return fitWith(new FitProblem(model, data, rule), data, rule, (problem) => findLowest(problem, [model.parameters.inits, ...starts]));
}

/** The minimum next to a start that is known to lie in the lowest valley. */
export function fitNear(model: Model, data: Data, rule: PoiRule, start: Float64Array): Fit {
  checkParameters(model, start);
  return fitWith(new FitProblem(model, data, rule), data, rule, (problem) => findNear(problem, start));
}

function fitWith(problem: FitProblem, data: Data, rule: PoiRule, search: (problem: FitProblem) => Lowest | undefined): Fit {
  const { model } = problem;
  const lowest = search(problem) ?? refuse("", explainZero(problem, data, rule));
  const { x, value, converged, estimatedDistance } = lowest.minimum;
  const parameters = problem.complete(x);
  return {
    parameters, twiceNll: value, poi: parameters[model.poi],
    quality: { converged, estimatedDistance, starts: lowest.starts, agreeing: lowest.agreeing },
  };
}

export function worstQuality(fits: readonly Fit[]): TestQuality {
  return {
    converged: fits.every(({ quality }) => quality.converged),
    estimatedDistance: Math.max(...fits.map(({ quality }) => quality.estimatedDistance)),
    agreement: Math.min(...fits.map(({ quality }) => quality.agreeing / quality.starts)),
  };
}

function explainZero(problem: FitProblem, data: Data, rule: PoiRule): string {
  const { model } = problem;
  const rates = model.rates.forward(problem.complete(problem.restrict(model.parameters.inits)));
  const bin = rates.findIndex((rate, index) => !(rate >= 0 && rate < Infinity) || (rate === 0 && data.counts[index] > 0));
  const condition = rule.fixed === undefined ? "" : ` with the parameter of interest at ${rule.fixed}`;
  if (bin < 0) return `expected a start of finite likelihood${condition}, got none`;
  const channel = model.channels.find(({ firstBin, bins }) => bin < firstBin + bins)!;
  const place = `bin ${bin - channel.firstBin} of channel "${channel.name}"`;
  return `expected a start of finite likelihood${condition}, but ${place} expects ${rates[bin]} and has ${data.counts[bin]}`;
}
