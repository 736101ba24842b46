import { expect, test } from "vitest";
import { createKernelMemory } from "../../src/numeric/kernels.ts";
import { matrixFrom, zeros } from "../../src/numeric/index.ts";
import { Workspace } from "../../src/numeric/workspace.ts";

function counted(rows: number, columns: number) {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, (_, p) => p));
}

test("what was placed is still there after the memory has grown for more", () => {
  const workspace = new Workspace(createKernelMemory(), 100);
  const first = workspace.placeCopy(counted(30, 20));
  const large = workspace.place(2000, 1000);
  workspace.values(large).fill(-1);
  const copy = zeros(30, 20);
  workspace.copyOut(first, copy, 0, 20);
  expect(copy).toEqual(counted(30, 20));
});

test("columns go in and come out where they belong", () => {
  const workspace = new Workspace(createKernelMemory(), 0);
  const place = workspace.place(3, 4);
  const copy = zeros(3, 7);
  workspace.copyIn(place, counted(3, 7), 2, 3);
  workspace.copyOut(place, copy, 2, 3);
  expect([...copy.data]).toEqual([0, 0, 2, 3, 4, 0, 0, 0, 0, 9, 10, 11, 0, 0, 0, 0, 16, 17, 18, 0, 0]);
});

test("however many calls are made, the memory is that of the largest", () => {
  const memory = createKernelMemory();
  const workspace = new Workspace(memory, 0);
  const call = (n: number): void => {
    workspace.clear();
    workspace.placeCopy(counted(n, n));
    workspace.place(n, n);
  };
  call(800);
  const { byteLength } = memory.buffer;
  for (let repeat = 0; repeat < 300; repeat++) call(1 + (repeat * 37) % 800);
  expect(memory.buffer.byteLength).toBe(byteLength);
  expect(byteLength).toBeLessThan(2.1 * 8 * 800 ** 2 + 2 ** 23);
});

test("more than there is memory for is refused with its size and the repair", () => {
  const workspace = new Workspace(createKernelMemory(), 0);
  expect(() => workspace.place(40_000, 40_000)).toThrow(/expected 12208 MiB of memory to work in, got less; use fewer points/);
  expect(workspace.place(2, 2).address).toBeGreaterThanOrEqual(0);
});
