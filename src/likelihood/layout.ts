import { evenPart, evenPartSlope, factorStride, writeFactor, type Interpolation } from "./interpolation.ts";
import type { Components } from "./components.ts";
import type { ParameterSet } from "./parameter-sets.ts";
import type { Sample } from "./workspace.ts";

/**
 * Where the numbers of a model stand, component by component. A component is a sample in a channel, a cell one of its bins;
 * ranges are given by their starts, with one entry more than there are items.
 */
export interface Layout {
  readonly bins: number;
  readonly parameters: number;
  readonly channelStart: Int32Array; // [channels + 1] into the components
  readonly firstBin: Int32Array; // [components]
  readonly cellStart: Int32Array; // [components + 1]
  readonly shiftStart: Int32Array; // [components + 1] into shiftParameter
  readonly shiftParameter: Int32Array; // histosys
  readonly shiftOffset: Int32Array; // [components] into the numbers of the shifts, [bins of the component, its shifts]
  readonly factorStart: Int32Array; // [components + 1] into factorParameter
  readonly factorParameter: Int32Array; // normsys
  readonly multiplierStart: Int32Array; // [components + 1] into multiplierParameter
  readonly multiplierParameter: Int32Array; // normfactor and lumi
  readonly binMultiplierStart: Int32Array; // [cells + 1] into binMultiplierParameter
  readonly binMultiplierParameter: Int32Array; // shapefactor, shapesys and staterror
  readonly shifting: Int32Array; // the parameters with a shift, each once
  readonly factorEdge: number;
  readonly shiftEdge: number;
}

/** The numbers that stand there. */
export interface Numbers {
  readonly nominal: Float64Array; // [cells]
  readonly symmetric: Float64Array; // (hi − lo)/2 of every shift and cell
  readonly asymmetric: Float64Array; // (hi + lo − 2 nominal)/16
  readonly factor: Float64Array; // [factors, factorStride]
}

/** The layout of components whose modifiers are all to be kept. */
export function layOut({ channels, components }: Components, sets: readonly ParameterSet[], interpolation: Interpolation): Layout {
  const setOf = new Map(sets.map((set) => [set.name, set]));
  const lists = { shift: [] as number[], factor: [] as number[], multiplier: [] as number[], binMultiplier: [] as number[] };
  const starts = { cell: [0], shift: [0], factor: [0], multiplier: [0], binMultiplier: [0] };
  const shiftOffset: number[] = [];
  let shiftNumbers = 0;
  for (const { channel, sample } of components) {
    const perBin: ParameterSet[] = [];
    for (const { name, type } of sample.modifiers) {
      const set = setOf.get(name)!;
      if (set.perBin) perBin.push(set);
      else lists[type === "histosys" ? "shift" : type === "normsys" ? "factor" : "multiplier"].push(set.start);
    }
    const { bins } = channels[channel]!;
    for (let bin = 0; bin < bins; bin++) {
      lists.binMultiplier.push(...perBin.map(({ start }) => start + bin));
      starts.binMultiplier.push(lists.binMultiplier.length);
    }
    shiftOffset.push(shiftNumbers);
    shiftNumbers += bins * (lists.shift.length - starts.shift.at(-1)!);
    starts.cell.push(starts.cell.at(-1)! + bins);
    for (const key of ["shift", "factor", "multiplier"] as const) starts[key].push(lists[key].length);
  }
  const last = channels.at(-1)!;
  return {
    bins: last.firstBin + last.bins,
    parameters: sets.reduce((sum, { size }) => sum + size, 0),
    channelStart: Int32Array.from(
      [...channels.keys(), channels.length], (index) => components.filter(({ channel }) => channel < index).length,
    ),
    firstBin: Int32Array.from(components, ({ channel }) => channels[channel]!.firstBin),
    cellStart: Int32Array.from(starts.cell),
    shiftStart: Int32Array.from(starts.shift),
    shiftParameter: Int32Array.from(lists.shift),
    shiftOffset: Int32Array.from(shiftOffset),
    factorStart: Int32Array.from(starts.factor),
    factorParameter: Int32Array.from(lists.factor),
    multiplierStart: Int32Array.from(starts.multiplier),
    multiplierParameter: Int32Array.from(lists.multiplier),
    binMultiplierStart: Int32Array.from(starts.binMultiplier),
    binMultiplierParameter: Int32Array.from(lists.binMultiplier),
    shifting: Int32Array.from(new Set(lists.shift)),
    factorEdge: interpolation.normsys === "code4" ? 1 : 0,
    shiftEdge: interpolation.histosys === "code4p" ? 1 : 0,
  };
}

/** Numbers of the right sizes, all zero. */
export function emptyNumbers({ cellStart, shiftOffset, shiftStart, factorParameter }: Layout): Numbers {
  const components = shiftOffset.length;
  const shifts = shiftOffset.reduce((sum, _, k) => sum + (cellStart[k + 1] - cellStart[k]) * (shiftStart[k + 1] - shiftStart[k]), 0);
  return {
    nominal: new Float64Array(cellStart[components]),
    symmetric: new Float64Array(shifts),
    asymmetric: new Float64Array(shifts),
    factor: new Float64Array(factorParameter.length * factorStride),
  };
}

/** Writes the numbers of component k; the sample's modifiers are those the layout was made from, in their order. */
export function writeComponent(layout: Layout, numbers: Numbers, k: number, sample: Sample): void {
  numbers.nominal.set(sample.data, layout.cellStart[k]);
  const shifts = layout.shiftStart[k + 1] - layout.shiftStart[k];
  let shift = layout.shiftOffset[k];
  let factor = layout.factorStart[k];
  for (const modifier of sample.modifiers) {
    if (modifier.type === "histosys") {
      const { lo_data: lo, hi_data: hi } = modifier.data;
      sample.data.forEach((nominal, bin) => {
        numbers.symmetric[shift + bin * shifts] = (hi[bin]! - lo[bin]!) / 2;
        numbers.asymmetric[shift + bin * shifts] = (hi[bin]! - nominal - (nominal - lo[bin]!)) / 16;
      });
      shift++;
    } else if (modifier.type === "normsys") {
      writeFactor(numbers.factor, factor * factorStride, modifier.data.lo, modifier.data.hi);
      factor++;
    }
  }
}

/** Whether a modifier never changes the yields: it then needs no place in the layout. */
export function isNeutral(modifier: Sample["modifiers"][number], nominal: readonly number[]): boolean {
  if (modifier.type === "normsys") return modifier.data.lo === 1 && modifier.data.hi === 1;
  if (modifier.type !== "histosys") return false;
  const { lo_data: lo, hi_data: hi } = modifier.data;
  return nominal.every((value, bin) => lo[bin] === value && hi[bin] === value);
}

/** Writes h(α) and h′(α) of every parameter that shifts yields. // [p], [p] */
export function writeEvenParts(layout: Layout, parameters: Float64Array, even: Float64Array, slope: Float64Array): void {
  for (const parameter of layout.shifting) {
    even[parameter] = evenPart(parameters[parameter], layout.shiftEdge);
    slope[parameter] = evenPartSlope(parameters[parameter], layout.shiftEdge);
  }
}
