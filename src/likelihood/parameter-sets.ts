import type { Component, Components } from "./components.ts";
import { LikelihoodError, type Issue } from "./errors.ts";
import { modifierTypes, type ModifierType } from "./workspace.ts";

/** Parameters of one name: one, or one a bin. */
export interface ParameterSet {
  readonly name: string;
  readonly type: ModifierType;
  readonly size: number;
  readonly perBin: boolean;
  readonly start: number; // index of the first of its parameters
  readonly carriers: readonly number[]; // the components that have it
  readonly path: string; // where it appears first
}

interface Use {
  readonly component: number;
  readonly name: string;
  readonly type: ModifierType;
  readonly size: number;
}

/**
 * The parameter sets of a model in their order: by type histosys, lumi, normfactor, normsys, shapefactor, shapesys, staterror,
 * within a type by first appearance; a name already placed keeps its place.
 * Throws a LikelihoodError when modifiers that may not share a name do.
 */
export function collectParameterSets(arranged: Components): readonly ParameterSet[] {
  const issues: Issue[] = [];
  const sets = new Map<string, ParameterSet & { readonly carriers: number[] }>();
  let start = 0;
  for (const type of modifierTypes) {
    for (const use of usesOf(arranged, type)) {
      const { path } = arranged.components[use.component]!;
      let set = sets.get(use.name);
      if (set === undefined) {
        set = { name: use.name, type, size: use.size, perBin: isPerBin(type), start, carriers: [], path };
        sets.set(use.name, set);
        start += use.size;
      } else {
        const reason = clash(set, use, arranged.components);
        if (reason !== undefined) issues.push({ path, message: `modifier "${use.name}" (${type}): ${reason}` });
      }
      set.carriers.push(use.component);
    }
  }
  if (issues.length > 0) throw new LikelihoodError(issues);
  return [...sets.values()];
}

function* usesOf({ channels, components }: Components, type: ModifierType): Generator<Use> {
  for (const [component, { channel, sample }] of components.entries()) {
    for (const modifier of sample.modifiers) {
      if (modifier.type !== type) continue;
      yield { component, name: modifier.name, type, size: isPerBin(type) ? channels[channel]!.bins : 1 };
    }
  }
}

function isPerBin(type: ModifierType): boolean {
  return type === "shapefactor" || type === "shapesys" || type === "staterror";
}

/** A systematic variation: histosys and normsys of one name move together. */
export function isVariation(type: ModifierType): boolean {
  return type === "histosys" || type === "normsys";
}

/** Why a modifier cannot share the parameters of a name, if it cannot. */
function clash(set: ParameterSet, use: Use, components: readonly Component[]): string | undefined {
  if (set.type !== use.type && !(isVariation(set.type) && isVariation(use.type))) {
    return `expected a name that no other type uses, but ${set.type} uses it`;
  }
  if (use.type === "shapesys") return "expected a shapesys to belong to one sample, but another sample has it";
  if (set.size !== use.size) return `expected ${set.size} bins as where it appears first, got ${use.size}`;
  if (use.type === "staterror" && components[set.carriers[0]!]!.channel !== components[use.component]!.channel) {
    return "expected a staterror to stay within one channel, but another channel has it";
  }
  return undefined;
}
