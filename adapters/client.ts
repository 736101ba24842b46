import { z } from "zod";
import { EvaluationError, type EvaluatorPlugin } from "../src/evaluation/index.ts";

const options = z.strictObject({});

/** Stands in a config for evaluations that somebody else makes, who asks for points and tells their results. */
export const clientAdapter: EvaluatorPlugin<typeof options> = {
  name: "client",
  options,
  async build() {
    throw new EvaluationError(
      "expected an evaluator that can be run, got the adapter client: its points are handed out by excursion serve, or by excursion ask and tell",
      false,
    );
  },
};
