/** Evaluates at the row of row-major coordinates that starts at `offset`. */
export type Evaluate<Value> = (coordinates: ArrayLike<number>, offset: number) => Value;

/** A part of an expression whose value is a number; `addends` are what its outermost sum adds up, itself if it is no sum. */
export interface NumberNode {
  readonly kind: "number";
  readonly evaluate: Evaluate<number>;
  readonly addends: readonly Evaluate<number>[];
}

/** A part of an expression that is true or false. */
export interface TruthNode {
  readonly kind: "truth";
  readonly evaluate: Evaluate<boolean>;
}

export type ExpressionNode = NumberNode | TruthNode;

/** Rounding errors up to this part of the sum of absolute addends do not decide a comparison. */
const roundingTolerance = 1e-12;

export function numberNode(evaluate: Evaluate<number>): NumberNode {
  return { kind: "number", evaluate, addends: [evaluate] };
}

export function constantNode(value: number): NumberNode {
  return numberNode(() => value);
}

export function truthNode(evaluate: Evaluate<boolean>): TruthNode {
  return { kind: "truth", evaluate };
}

export function sumNode(left: NumberNode, right: NumberNode): NumberNode {
  const [a, b] = [left.evaluate, right.evaluate];
  return {
    kind: "number",
    evaluate: (coordinates, offset) => a(coordinates, offset) + b(coordinates, offset),
    addends: [...left.addends, ...right.addends],
  };
}

export function negativeNode({ evaluate, addends }: NumberNode): NumberNode {
  return { kind: "number", evaluate: (coordinates, offset) => -evaluate(coordinates, offset), addends };
}

/**
 * sign(left - right), where |left - right| ≤ 1e-12 Σ|addends of both sides| counts as equal, so that a point typed on
 * the line a - b = 25 is on the line. NaN where a side has no value.
 */
export function compareNodes(left: NumberNode, right: NumberNode): Evaluate<number> {
  const [a, b] = [left.evaluate, right.evaluate];
  const addends = [...left.addends, ...right.addends];
  return (coordinates, offset) => {
    const [x, y] = [a(coordinates, offset), b(coordinates, offset)];
    if (x === y) return 0; // infinities included
    const difference = x - y;
    let magnitude = 0;
    for (const addend of addends) magnitude += Math.abs(addend(coordinates, offset));
    const equal = magnitude < Infinity && Math.abs(difference) <= roundingTolerance * magnitude;
    return equal ? 0 : Math.sign(difference);
  };
}
