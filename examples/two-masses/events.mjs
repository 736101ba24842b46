// The same search with its efficiencies from simulated events: as many as excursion asks for at a point, so that the result has a
// statistical error, which is told with it.
import { crossSection, logCls, luminosity, signalRegions } from "./simulator.mjs";

export default function simulate({ mGluino, mLsp }, { seed, requestedEvents }) {
  const random = normalsFrom(seed);
  const answers = signalRegions.map(({ efficiency, background, backgroundUncertainty, observed }) => {
    const exact = efficiency(mGluino, mGluino - mLsp);
    const error = Math.sqrt((exact * (1 - exact)) / requestedEvents); // of a binomial share, many events
    const share = Math.max(exact + error * random(), 0);
    const clsAt = (efficient, count) => Math.exp(logCls(count, luminosity * crossSection(mGluino) * Math.max(efficient, 0), background, backgroundUncertainty));
    const measured = (count) => ({
      value: clsAt(share, count),
      standardError: (clsAt(share - error, count) - clsAt(share + error, count)) / 2,
    });
    return { clsObserved: measured(observed), clsExpected: measured(background) };
  });
  const [observables] = answers.sort((a, b) => a.clsExpected.value - b.clsExpected.value);
  return { observables, events: requestedEvents };
}

/** Standard normals from a seed: the sum of twelve uniform numbers of a small generator will do here. */
function normalsFrom(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
