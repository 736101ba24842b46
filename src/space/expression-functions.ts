/** A function an expression may call, with how many arguments it takes. */
export interface ExpressionFunction {
  readonly least: number;
  readonly most: number;
  readonly apply: (...values: number[]) => number;
}

const one = (apply: (x: number) => number): ExpressionFunction => ({ least: 1, most: 1, apply });
const two = (apply: (x: number, y: number) => number): ExpressionFunction => ({ least: 2, most: 2, apply });
const many = (apply: (...values: number[]) => number): ExpressionFunction => ({ least: 1, most: Infinity, apply });

/** Every function an expression may call; `log` is the natural logarithm, angles are in radians. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ["abs", one(Math.abs)],
  ["sign", one(Math.sign)],
  ["floor", one(Math.floor)],
  ["ceil", one(Math.ceil)],
  ["round", one(Math.round)],
  ["sqrt", one(Math.sqrt)],
  ["cbrt", one(Math.cbrt)],
  ["exp", one(Math.exp)],
  ["expm1", one(Math.expm1)],
  ["log", one(Math.log)],
  ["log1p", one(Math.log1p)],
  ["log2", one(Math.log2)],
  ["log10", one(Math.log10)],
  ["sin", one(Math.sin)],
  ["cos", one(Math.cos)],
  ["tan", one(Math.tan)],
  ["asin", one(Math.asin)],
  ["acos", one(Math.acos)],
  ["atan", one(Math.atan)],
  ["sinh", one(Math.sinh)],
  ["cosh", one(Math.cosh)],
  ["tanh", one(Math.tanh)],
  ["atan2", two(Math.atan2)],
  ["pow", two(Math.pow)],
  ["hypot", many(Math.hypot)],
  ["min", many(Math.min)],
  ["max", many(Math.max)],
]);

/** Names that stand for a number unless a parameter has the same name. */
export const expressionConstants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);
