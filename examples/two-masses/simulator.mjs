// Gluino pairs that decay to a lightest supersymmetric particle (LSP), seen by a search with two signal regions:
// one for hard decays and one for a compressed spectrum. The closer the two masses, the softer the visible decay products.

export const luminosity = 139; // 1/fb

const logistic = (x) => 1 / (1 + Math.exp(-x));

/** Gluino pair production, in fb; masses in GeV. */
export const crossSection = (mGluino) => 1500 * Math.exp(-(mGluino - 800) / 165);

/** `efficiency` is acceptance times selection efficiency; `background` comes with a relative uncertainty. */
export const signalRegions = [
  {
    efficiency: (mGluino, splitting) => 0.3 * logistic((splitting - 650) / 110) * logistic((mGluino - 1000) / 200),
    background: 6,
    backgroundUncertainty: 0.25,
    observed: 5,
  },
  {
    efficiency: (_mGluino, splitting) => 0.05 * logistic((splitting - 180) / 45) * logistic((1100 - splitting) / 150),
    background: 40,
    backgroundUncertainty: 0.15,
    observed: 46,
  },
];

/** ln CLs = ln P(at most n events | background + signal) - ln P(at most n events | background), in the Gaussian limit. */
export function logCls(observed, signal, background, backgroundUncertainty) {
  const variance = background + (background * backgroundUncertainty) ** 2;
  return (
    logNormalCdf((observed - background - signal) / Math.sqrt(variance + signal)) -
    logNormalCdf((observed - background) / Math.sqrt(variance))
  );
}

/** The evaluator: called by excursion with the parameters of one point. Here it takes microseconds; yours may take hours. */
export default function simulate({ mGluino, mLsp }) {
  const splitting = mGluino - mLsp;
  let best = { expected: Infinity, observed: Infinity };
  for (const region of signalRegions) {
    const signal = luminosity * crossSection(mGluino) * region.efficiency(mGluino, splitting);
    const { background, backgroundUncertainty } = region;
    const expected = logCls(background, signal, background, backgroundUncertainty);
    const observed = logCls(region.observed, signal, background, backgroundUncertainty);
    if (expected < best.expected) best = { expected, observed }; // the choice must not look at the data
  }
  return { observables: { clsObserved: Math.exp(best.observed), clsExpected: Math.exp(best.expected) } };
}

/**
 * ln Φ(x), the logarithm of the standard normal distribution function, to 12 digits at any x.
 * Φ itself is 0 in double precision below x = -38, long before its logarithm stops to matter.
 */
export function logNormalCdf(x) {
  if (x > 0) return Math.log1p(-Math.exp(logNormalCdf(-x)));
  const logDensity = -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
  if (x > -2) {
    // Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + ...)
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k;
    return Math.log(0.5 + Math.exp(logDensity) * sum);
  }
  // Φ(x) = φ(x) / (t + 1/(t + 2/(t + 3/(t + ...)))) with t = -x, from the inside out
  const t = -x;
  let fraction = t;
  for (let k = 120; k > 0; k--) fraction = t + k / fraction;
  return logDensity - Math.log(fraction);
}
