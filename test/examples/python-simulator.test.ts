import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasPython } from "./python.ts";

const script = fileURLToPath(new URL("../../examples/python-simulator/simulator.py", import.meta.url));

function simulate(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync("python3", [script, ...args], { input, encoding: "utf8" });
  const replies = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line) as unknown);
  return { status, replies, stderr };
}

const request = (mass: number, coupling: number) => {
  return JSON.stringify({ id: "p1", attempt: 1, seed: 7, parameters: { mass, coupling } }) + "\n";
};

test.skipIf(!hasPython)("with arguments it prints one result with its Monte-Carlo error", () => {
  const { status, replies } = simulate(["--mass", "1500", "--coupling", "0.5", "--seed", "7"]);
  expect(status).toBe(0);
  expect(replies).toEqual([
    { observables: { signalStrengthLimit: { value: expect.closeTo(1.45, 1), standardError: expect.any(Number) } } },
  ]);
});

test.skipIf(!hasPython)("a line of standard input and the arguments give the same point the same result", () => {
  const { replies } = simulate([], request(1500, 0.5) + request(1500, 3.9));
  expect(replies).toEqual([
    ...simulate(["--mass", "1500", "--coupling", "0.5", "--seed", "7"]).replies,
    { infeasible: "the width is 30% of the mass, too broad to simulate as a resonance" },
  ]);
});

test.skipIf(!hasPython)("a generator that does not start is a retryable failure: exit code 75, or a reply that says so", () => {
  const once = simulate(["--mass", "1500", "--coupling", "0.5", "--failure-rate", "1"]);
  expect([once.status, once.replies]).toEqual([75, []]);
  expect(once.stderr).toContain("no free licence");
  const line = simulate(["--failure-rate", "1"], request(1500, 0.5));
  expect(line.status).toBe(0);
  expect(line.replies).toEqual([{ failed: "the event generator found no free licence", retryable: true }]);
});
