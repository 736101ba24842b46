import { readFileSync } from "node:fs";
import { testFunction } from "./test-function.ts";
import type { TestFunctionDefinition } from "./test-function.ts";

const example = new URL("../../examples/two-masses/", import.meta.url);

interface Config {
  readonly parameters: readonly { readonly name: string; readonly lower: number; readonly upper: number }[];
  readonly constraints: readonly string[];
  readonly observables: TestFunctionDefinition["observables"];
}

interface Simulator {
  default(parameters: Readonly<Record<string, number>>): { readonly observables: Record<string, number> };
}

const { parameters, constraints, observables } = JSON.parse(readFileSync(new URL("config.json", example), "utf8")) as Config;
const { default: simulate } = (await import(new URL("simulator.mjs", example).href)) as Simulator;

/** The example of that name: observed and expected CLs of a simplified model, scored on the observed one. */
export const twoMasses = testFunction({
  name: "two-masses",
  parameters: parameters.map(({ name, lower, upper }) => ({ name, lower, upper, scale: "linear" })),
  constraints,
  observables,
  evaluate: (point) => simulate(point).observables,
});
