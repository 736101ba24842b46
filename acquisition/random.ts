import { randomStream } from "../src/numeric/index.ts";
import { negligibleVariance, type AcquisitionFunction } from "../src/proposal/index.ts";

/**
 * Evaluations at random: what every other criterion has to beat.
 *
 *   Score(x) uniform on (0, 1), or 0 where every observable is known already
 *
 * In words: one draw for each point of the domain, settled before the candidates are seen, so it does not depend on their order.
 */
export const random: AcquisitionFunction = {
  name: "random",
  candidates: "uniform",
  prepare: ({ terms, random: stream }) => {
    const salt = stream.integer(2 ** 32);
    const lookAheads = [...new Set(terms.map(({ lookAhead }) => lookAhead))];
    return (candidates) => {
      const variances = lookAheads.map((lookAhead) => lookAhead.posterior(candidates).variance);
      return Float64Array.from({ length: candidates.n }, (_, i) => {
        const isKnown = variances.every((variance) => !(variance[i] > negligibleVariance));
        const coordinates = candidates.data.subarray(i * candidates.d, (i + 1) * candidates.d);
        return isKnown ? 0 : randomStream(salt, coordinates.join(" "), 0).uniform();
      });
    };
  },
};
