import { Worker } from "node:worker_threads";
import { createSharedKernelMemory, instantiateKernels, sharedTaskNumbers, Workspace, type KernelModule, type SharedWorkplace } from "../numeric/index.ts";
import { JobBoard } from "./job-board.ts";
import type { KernelThreadData } from "./kernel-thread.ts";

/**
 * A shared memory with `threads` threads on it, the caller's included. The others are started here and join in when they are ready; they sleep
 * while there is nothing to do, and do not keep the process alive.
 */
export function hireTeam(module: KernelModule, threads: number): SharedWorkplace {
  const memory = createSharedKernelMemory();
  const kernels = instantiateKernels(module, memory);
  const board = new JobBoard();
  const [start, scratchBytes] = [kernels.heapStart(), kernels.scratchBytes()];
  const scratch = new Workspace(memory, start).place(threads, Math.ceil(scratchBytes / 64) * 8);
  kernels.placeScratch(scratch.address);
  const file = new URL(`./kernel-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
  for (let index = 1; index < threads; index++) {
    const workerData: KernelThreadData = { module, memory, scratch: scratch.address + index * scratch.rowBytes, board: board.buffer };
    new Worker(file, { workerData, execArgv: [] }).unref(); // not the options of the program: --input-type would end the thread
  }
  return {
    kernels,
    workspace: new Workspace(memory, scratch.address + threads * scratch.rowBytes),
    team: { run: (task, sizes, parts, width) => board.carryOut(kernels, sharedTaskNumbers[task], sizes, parts, width) },
  };
}
