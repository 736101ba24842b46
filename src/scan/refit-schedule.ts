/** Up to this many observed evaluations the hyperparameters are fitted anew after every arrival. */
const alwaysUpTo = 40;

/**
 * Whether the hyperparameters should be fitted again: after every arrival up to 40 observed evaluations, then each time their
 * number has grown by a twentieth, since a fit costs n³ and the hyperparameters hardly move any more.
 */
export function refitIsDue(observed: number, observedAtLastFit: number | undefined): boolean {
  if (observedAtLastFit === undefined) return true;
  if (observed <= alwaysUpTo) return observed > observedAtLastFit;
  return observed >= Math.max(alwaysUpTo + 1, Math.ceil(observedAtLastFit * 1.05));
}
