import { readFileSync } from "node:fs";
import { compileKernels, instantiateKernels, Workspace, type KernelName, type Matrix } from "../../src/numeric/index.ts";
import { createKernelMemory, kernelNumbers } from "../../src/numeric/kernels.ts";

const columns = 256; // of a block, as the engine takes them for 300 rows

/**
 * A covariance built as it is for a surrogate: blocks of columns one after the other in the same place of the kernels' memory, where
 * solves go on with them, and nothing copied out. Relaxed build.
 */
export function keptBuild(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): () => void {
  const memory = createKernelMemory();
  const kernels = instantiateKernels(compileKernels(readFileSync(new URL("../../dist/kernels/relaxed.wasm", import.meta.url))), memory);
  const workspace = new Workspace(memory, kernels.heapStart());
  return () => {
    workspace.clear();
    const [points, others] = [workspace.placeCoordinates(x, lengthscales), workspace.placeCoordinates(z, lengthscales)];
    const block = workspace.place(x.rows, columns);
    for (let from = 0; from < z.rows; from += columns) {
      kernels.kernelRows(
        kernelNumbers[kernel], lengthscales.length, 0, x.rows, Math.min(columns, z.rows - from), points.address, points.rowBytes,
        others.address + 8 * from, others.rowBytes, block.address, block.rowBytes,
      );
    }
  };
}
