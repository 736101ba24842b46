import { randomStream, type LinearAlgebra } from "../numeric/index.ts";
import { covarianceLaws } from "./linear-algebra-laws/covariances.ts";
import { factorLaws } from "./linear-algebra-laws/factors.ts";
import { kernelLaws } from "./linear-algebra-laws/kernels.ts";
import { productLaws } from "./linear-algebra-laws/products.ts";

/** A property every linear algebra engine has; `run` throws an Error that says what broke. */
export interface LinearAlgebraLaw {
  readonly name: string;
  run(engine: LinearAlgebra): void;
}

/** What holds of every `LinearAlgebra`, checked against plain loops; run each with any test runner. */
export const linearAlgebraLaws: readonly LinearAlgebraLaw[] = [...productLaws, ...factorLaws, ...kernelLaws, ...covarianceLaws].map(({ name, run }) => ({
  name,
  run: (engine) => run(engine, randomStream(1, name, 0)),
}));
