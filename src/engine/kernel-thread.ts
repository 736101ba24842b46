import { workerData } from "node:worker_threads";
import { instantiateKernels, type KernelMemory, type KernelModule } from "../numeric/index.ts";
import { JobBoard } from "./job-board.ts";

/** What a thread of a team is given. */
export interface KernelThreadData {
  readonly module: KernelModule;
  readonly memory: KernelMemory;
  readonly scratch: number; // address of its own scratch memory
  readonly board: SharedArrayBuffer;
}

const { module, memory, scratch, board } = workerData as KernelThreadData;
const kernels = instantiateKernels(module, memory);
kernels.placeScratch(scratch);
new JobBoard(board).serve(kernels);
