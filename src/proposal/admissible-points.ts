import { scrambledSobol, type RandomStream } from "../numeric/index.ts";
import { unitPoints, type Space, type UnitPoints } from "../space/index.ts";

/** Points drawn at a time, at least and at most; blocks make a constraint's overhead small and change nothing in the sequence. */
const blockSizes = { least: 64, most: 1024 };

/** Draws after which a call is content with `enough` points, and after which it gives up. */
const patience = { usual: 2 ** 16, last: 2 ** 20 };

/** A scrambled Sobol sequence with the forbidden points left out; every call continues where the last one stopped. */
export interface AdmissibleSequence {
  /**
   * The next points: `count` of them, or fewer, but not fewer than `enough`, where the admissible part of the cube is so small that
   * 65536 draws did not yield more. Throws a RangeError when a million draws did not yield enough. // [count, d]
   */
  next(count: number, enough?: number): UnitPoints;
}

export function admissibleSequence(space: Space, random: RandomStream): AdmissibleSequence {
  const { d } = space;
  const sobol = scrambledSobol(d, random);
  let kept: number[] = []; // coordinates of admissible points that were not asked for yet

  function next(count: number, enough = Math.min(count, 64)): UnitPoints {
    let draws = 0;
    while (kept.length < count * d && (draws < patience.usual || kept.length < enough * d)) {
      if (draws >= patience.last) throw forbidsEverything(kept.length / d, enough, draws);
      const wanted = 2 * (count - kept.length / d);
      const block = unitPoints(d, sobol.next(Math.min(Math.max(wanted, blockSizes.least), blockSizes.most)));
      const admissible = space.admissible(block);
      for (let i = 0; i < block.n; i++) if (admissible[i] === 1) kept.push(...block.data.subarray(i * d, (i + 1) * d));
      draws += block.n;
    }
    const data = Float64Array.from(kept.slice(0, count * d));
    kept = kept.slice(count * d);
    return unitPoints(d, data);
  }

  return { next };
}

function forbidsEverything(found: number, enough: number, draws: number): RangeError {
  return new RangeError(
    `expected ${enough} admissible points, got ${found} of ${draws} drawn: the constraints forbid everything or nearly so; ` +
      `relax them or narrow the parameters' bounds to where they hold`,
  );
}
