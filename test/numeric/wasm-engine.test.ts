import { describe, test } from "vitest";
import { loadEngine } from "../../src/engine/index.ts";
import { linearAlgebraLaws } from "../../src/testing/linear-algebra-laws.ts";

describe.each(["strict", "relaxed"] as const)("the laws of linear algebra, %s build", (name) => {
  const engine = loadEngine(name);
  for (const law of linearAlgebraLaws) test(law.name, () => law.run(engine));
});
