import type { LinearAlgebra, RandomStream } from "../../numeric/index.ts";

/** A law whose matrices are drawn; `run` throws an Error that says what broke. */
export interface RandomisedLaw {
  readonly name: string;
  run(engine: LinearAlgebra, random: RandomStream): void;
}
