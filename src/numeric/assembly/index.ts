import { panelBytes, placePanels } from "./matrix-product";
import { placeStrip, stripBytes } from "./triangular";

export { addProduct, addProductLower } from "./matrix-product";
export { scaleAndAddFewRows, subtractFewRows } from "./few-rows";
export { multiplyLowerTransposed, solveLower, solveLowerTransposed, solveRight, solveRightTransposed } from "./triangular";
export { factorise, fillUpper, invertFactorised, invertLower, multiplyByTranspose, negate } from "./cholesky";
export { losses, reductions } from "./look-ahead-loss";
export { exponentials, logNormalCdfs, normalCdfs, owensTs } from "./functions";
export { kernelRows, lowerCovariance, symmetricKernelMatrix } from "./kernel-matrix";
export { addWeightedKernel } from "./weighted-kernel";
export { clearUpper, conditionOnRows, subtractGram, toCorrelations } from "./covariance";

/** Where memory is free. */
export function heapStart(): usize {
  return (__heap_base + 15) & ~15;
}

/** Bytes of scratch memory that each thread needs. */
export function scratchBytes(): usize {
  return panelBytes + stripBytes;
}

/** Gives this thread its scratch memory. */
export function placeScratch(scratch: usize): void {
  placePanels(scratch);
  placeStrip(scratch + panelBytes);
}
