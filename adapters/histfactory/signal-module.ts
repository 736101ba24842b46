import { z } from "zod";
import { show } from "../../src/evaluation/index.ts";
import { LikelihoodError, type Workspace } from "../../src/likelihood/index.ts";
import { loadModule, type ModuleContext } from "../module/load.ts";

const yields = z.array(z.number()).min(1);
const channels = z.record(z.string(), z.union([yields, z.strictObject({ data: yields, modifiers: z.array(z.looseObject({})) })]));
const answer = z.strictObject({ signal: channels });

/** The signal's yields a bin by channel, at a strength of 1; with modifiers where it has uncertainties. */
export type SignalYields = z.output<typeof channels>;

/** The signal that a module of the user gives for a point, or the reply it makes instead: infeasible or failed. */
export async function callSignalModule(
  path: string, parameters: Readonly<Record<string, number>>, context: ModuleContext,
): Promise<{ readonly yields: SignalYields } | { readonly reply: object }> {
  const signalAt = await loadModule(path);
  const value = await signalAt(parameters, context, undefined);
  if (typeof value === "object" && value !== null && ("infeasible" in value || "failed" in value)) return { reply: value };
  const parsed = answer.safeParse(value);
  if (parsed.success) return { yields: parsed.data.signal };
  return { reply: { failed: `expected the signal module to return { signal: { channel: [yields] } }, got ${show(value)}`, retryable: false } };
}

/** The workspace with a sample more in every channel of the signal, scaled by the parameter of interest. */
export function addSignal(workspace: Workspace, signal: SignalYields, measurement: string | undefined): unknown {
  const { config } = workspace.measurements.find(({ name }) => name === measurement) ?? workspace.measurements[0]!;
  const names = workspace.channels.map(({ name }) => name);
  const unknown = Object.keys(signal).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new LikelihoodError([{ path: "", message: `expected the signal in channels of the workspace (${names.join(", ")}), got one in ${unknown}` }]);
  }
  const strength = { name: config.poi, type: "normfactor", data: null };
  return {
    ...workspace,
    channels: workspace.channels.map((channel) => {
      if (!Object.hasOwn(signal, channel.name)) return channel;
      const given = signal[channel.name]!;
      const { data, modifiers } = Array.isArray(given) ? { data: given, modifiers: [] } : given;
      return { ...channel, samples: [...channel.samples, { name: "signal", data, modifiers: [strength, ...modifiers] }] };
    }),
  };
}
