import { compileExpression } from "./expression.ts";
import type { Evaluate } from "./expression-nodes.ts";
import { ExpressionError } from "./expression-syntax.ts";

/**
 * Compiles a constraint over the parameters; it evaluates to false where a point is forbidden.
 * @throws ExpressionError when the text is no expression over the names, or is a number instead of true or false.
 */
export function compileConstraint(text: string, names: readonly string[]): Evaluate<boolean> {
  const node = compileExpression(text, names);
  if (node.kind === "truth") return node.evaluate;
  throw new ExpressionError(
    `expected a constraint to be true or false, got the number "${text}"; compare it with something, as in "${text} >= 0"`,
  );
}
