export { compileConstraint } from "./constraints.ts";
export { compileExpression } from "./expression.ts";
export type { Evaluate, ExpressionNode } from "./expression-nodes.ts";
export { ExpressionError } from "./expression-tokens.ts";
export { pointProblems } from "./listed-points.ts";
export type { Constraint, PointProblem } from "./listed-points.ts";
export { didYouMean, nearestName } from "./nearest-name.ts";
export * from "./points.ts";
export * from "./space.ts";
