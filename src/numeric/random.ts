/** Numbers drawn from (seed, stream, iteration) alone, so arrival order and resumes do not change them. */
export interface RandomStream {
  /** Uniform on (0, 1), never exactly 0 or 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform on 0 .. bound - 1. */
  integer(bound: number): number;
}
