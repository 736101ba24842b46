// A search for a heavy resonance Z' in dilepton events: the largest signal that the data would allow, over the signal that
// the theory predicts. Where the ratio is below 1 the theory is excluded at 95 % confidence level.

const luminosity = 139; // 1/fb
const efficiency = 0.6;

/** Cross-section times branching ratio of the theory, in fb; the mass in GeV. */
const theoryCrossSection = (mass) => 12 * Math.exp(-(mass - 2000) / 330);

/** Background events under the peak. */
const background = (mass) => 25 * Math.exp(-(mass - 1000) / 310);

/**
 * The median upper limit on the number of signal events, the s at which an experiment that sees exactly the background b
 * rules out s at 95 % [Cowan2011]: 2 (s - b ln(1 + s/b)) = 1.96².
 */
function expectedLimit(b) {
  let lower = 0;
  let upper = 1.96 ** 2 + 4 * Math.sqrt(b) + 1;
  while (upper - lower > 1e-12 * upper) {
    const s = (lower + upper) / 2;
    if (2 * (s - b * Math.log1p(s / b)) < 1.96 ** 2) lower = s;
    else upper = s;
  }
  return (lower + upper) / 2;
}

export default function simulate({ mass }) {
  const predicted = luminosity * efficiency * theoryCrossSection(mass);
  return { observables: { limitOverTheory: expectedLimit(background(mass)) / predicted } };
}
