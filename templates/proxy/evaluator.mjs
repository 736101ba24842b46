// excursion calls the default export once for every point it wants to know. It may take microseconds or hours, it may be
// async, and several run at the same time, each in a thread of its own ("workers" of "evaluator" in config.json).

const luminosity = 139; // 1/fb
const background = 16; // events

/** Cross section times efficiency in fb: replace this function by your simulation. */
function visibleCrossSection(mMediator, mDark) {
  const efficiency = 1 / (1 + Math.exp(-(mMediator - 2 * mDark - 300) / 150)); // few events pass when the decay is soft
  return 10 * Math.exp(-(mMediator - 200) / 200) * efficiency;
}

/**
 * The first argument has the parameters under their names in config.json, in physical units. The second has
 * { id, attempt, seed, signal, directory }: draw random numbers from seed, and write files to directory.
 */
export default function evaluate({ mMediator, mDark }, _context) {
  const events = luminosity * visibleCrossSection(mMediator, mDark);

  // The smallest multiple of the signal that would have been noticed: where it is below 1, the point is excluded.
  const signalStrengthLimit = (3 + 2 * Math.sqrt(background)) / events;

  // One number for each of "observables"; { value, standardError } for one with a statistical uncertainty.
  // For a point that makes no sense: { infeasible: "why" }. For one that may work when tried again: { failed: "why", retryable: true }.
  return { observables: { signalStrengthLimit } };
}
