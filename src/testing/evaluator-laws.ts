import type { Harness } from "./evaluator-laws/court.ts";
import { deliveryLaws } from "./evaluator-laws/deliveries.ts";
import { endingLaws } from "./evaluator-laws/endings.ts";
import { failureLaws } from "./evaluator-laws/failures.ts";
import { replyLaws } from "./evaluator-laws/replies.ts";
import { trustLaws } from "./evaluator-laws/trust.ts";

export type { EvaluatorUnderLaw } from "./evaluator-laws/court.ts";

export type EvaluatorLaw = keyof typeof evaluatorLaws;

/** How the laws get evaluators of one kind. */
export type EvaluatorHarness = Harness<EvaluatorLaw>;

/** What every evaluator does, whatever world it reaches; a law throws when it is broken. */
export const evaluatorLaws = { ...replyLaws, ...failureLaws, ...endingLaws, ...deliveryLaws, ...trustLaws } as const;
