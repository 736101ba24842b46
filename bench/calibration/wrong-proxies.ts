import { randomStream, scrambledSobol } from "../../src/numeric/index.ts";
import { createSpace, unitPoints } from "../../src/space/index.ts";
import { inverseTransform, transformValue } from "../../src/surrogate/output-transform.ts";
import { parametersAt, type TestFunction } from "../functions/index.ts";

/** Ways in which a proxy knows nothing: its sign is wrong, it answers for other points, it always says the same. */
export const wrongProxies = ["reversed", "shuffled", "constant"] as const;
export type WrongProxy = (typeof wrongProxies)[number];

const answers = 128; // of a shuffled proxy

/** A wrong proxy of the first observable of a function, in the shape that every evaluator gives back. */
export function wrongProxy(f: TestFunction, kind: WrongProxy): (parameters: Readonly<Record<string, number>>) => object {
  const { name, threshold, transform } = f.observables[0]!;
  const level = transformValue(transform, threshold);
  const answer = (latent: number): object => ({ observables: { [name]: inverseTransform(transform, latent) } });
  const latentAt = (parameters: Readonly<Record<string, number>>): number => transformValue(transform, f.evaluate(parameters)[name]!);
  if (kind === "constant") return () => answer(level + 1);
  if (kind === "reversed") return (parameters) => answer(2 * level - latentAt(parameters));
  const partner = shuffled(f);
  return (parameters) => answer(latentAt(partner(parameters)));
}

/** The partner in a shuffled list of whichever of some points is nearest. */
function shuffled(f: TestFunction): (parameters: Readonly<Record<string, number>>) => Readonly<Record<string, number>> {
  const space = createSpace(f);
  const { d } = space;
  const unit = unitPoints(d, scrambledSobol(d, randomStream(1, "shuffled proxy", 0)).next(answers));
  const physical = space.toPhysical(unit);
  const random = randomStream(1, "shuffled proxy", 1);
  const order = Array.from({ length: answers }, (_, i) => ({ i, key: random.uniform() })).sort((a, b) => a.key - b.key).map(({ i }) => i);
  return (parameters) => {
    let [nearest, least] = [0, Infinity];
    for (let i = 0; i < answers; i++) {
      let square = 0;
      for (const [k, { name, lower, upper }] of f.parameters.entries()) square += ((parameters[name]! - lower) / (upper - lower) - unit.data[i * d + k]!) ** 2;
      if (square < least) [nearest, least] = [i, square];
    }
    return parametersAt(f.parameters, physical, order[nearest]!);
  };
}
