import { type Engine } from "./engine.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { addProductTask, solveLowerTask, solveLowerTransposedTask, type Team } from "./shared-tasks.ts";
import { type Workspace } from "./workspace.ts";

/** Floating-point operations from which a second thread is worth its copies in shared memory, which are slower. */
const worthwhileOperations = 2e8;

const blockColumns = 256;

/** A memory that threads share, and the threads. */
export interface SharedWorkplace {
  readonly workspace: Workspace;
  readonly team: Team;
}

/**
 * The engine with products and solves that are large enough done by several threads: the same numbers bit for bit, whatever their count. The
 * workplace is made when it is first needed; where none can be had, all is done by the engine.
 */
export function withThreads(engine: Engine, makeWorkplace: () => SharedWorkplace | undefined): Engine {
  let made: { readonly workplace: SharedWorkplace | undefined } | undefined;
  const workplaceFor = (rows: number, columns: number, operations: number): SharedWorkplace | undefined => {
    // Thin matrices are memory's business, where a second thread does not help.
    if (rows < 64 || columns < 2 * blockColumns || !(operations >= worthwhileOperations)) return undefined;
    made ??= { workplace: makeWorkplace() };
    return made.workplace;
  };
  const solve = (task: number, factor: Matrix, b: Matrix): Matrix | undefined => {
    const fits = factor.rows === b.rows && factor.columns === b.rows;
    const workplace = fits ? workplaceFor(b.rows, b.columns, b.rows ** 2 * b.columns) : undefined;
    return workplace && solveTogether(workplace, task, factor, b);
  };
  const product = (c: Matrix | undefined, alpha: number, a: Matrix, b: Matrix, isTransposed: boolean): Matrix | undefined => {
    const [rows, inner] = isTransposed ? [a.columns, a.rows] : [a.rows, a.columns];
    const fits = inner === b.rows && (c === undefined || (c.rows === rows && c.columns === b.columns));
    const workplace = fits ? workplaceFor(Math.min(rows, inner), b.columns, 2 * rows * inner * b.columns) : undefined;
    return workplace && addProductTogether(workplace, c ?? zeros(rows, b.columns), alpha, a, b, isTransposed);
  };
  return {
    ...engine,
    multiply: (a, b) => product(undefined, 1, a, b, false) ?? engine.multiply(a, b),
    multiplyTransposedLeft: (a, b) => product(undefined, 1, a, b, true) ?? engine.multiplyTransposedLeft(a, b),
    subtractTransposedProduct: (c, a, b) => product(c, -1, a, b, true) ?? engine.subtractTransposedProduct(c, a, b),
    solveLower: (factor, b) => solve(solveLowerTask, factor, b) ?? engine.solveLower(factor, b),
    solveLowerTransposed: (factor, b) => solve(solveLowerTransposedTask, factor, b) ?? engine.solveLowerTransposed(factor, b),
  };
}

/** C + alpha A B, or C + alpha Aᵀ B, as a new matrix. */
function addProductTogether(
  { workspace, team }: SharedWorkplace, c: Matrix, alpha: number, a: Matrix, b: Matrix, isTransposed: boolean,
): Matrix {
  workspace.clear();
  const [left, right, sum] = [workspace.placeCopy(a), workspace.placeCopy(b), workspace.placeCopy(c)];
  const [row, column] = isTransposed ? [8, left.rowBytes] : [left.rowBytes, 8];
  const sizes = [c.rows, b.rows, alpha, sum.address, sum.rowBytes, left.address, row, column, right.address, right.rowBytes];
  team.run(addProductTask, sizes, c.columns, blockColumns);
  const result = zeros(c.rows, c.columns);
  workspace.copyOut(sum, result, 0, c.columns);
  return result;
}

function solveTogether({ workspace, team }: SharedWorkplace, task: number, factor: Matrix, b: Matrix): Matrix {
  workspace.clear();
  const [triangle, place] = [workspace.placeCopy(factor), workspace.placeCopy(b)];
  team.run(task, [b.rows, triangle.address, triangle.rowBytes, place.address, place.rowBytes], b.columns, blockColumns);
  const result = zeros(b.rows, b.columns);
  workspace.copyOut(place, result, 0, b.columns);
  return result;
}
