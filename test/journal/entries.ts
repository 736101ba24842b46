import type { ArrivedEntry, ProposedEntry, StampedEntry } from "../../src/journal/index.ts";

const at = "2026-01-02T03:04:05.000Z";

export function proposed(id: string, unit: number[] = [0.25, 0.5]): StampedEntry & ProposedEntry {
  return { type: "proposed", id, iteration: 0, origin: "design", unit, parameters: { x: unit[0]!, y: unit[1]! }, at };
}

export function arrived(id: string, change: Partial<ArrivedEntry> = {}): StampedEntry & ArrivedEntry {
  return {
    type: "arrived",
    id,
    origin: "design",
    attempt: 1,
    unit: [0.25, 0.5],
    parameters: { x: 0.25, y: 0.5 },
    outcome: { kind: "observed", observables: { limit: { value: 0.3 } } },
    willRetry: false,
    startedAt: at,
    seconds: 2,
    at,
    ...change,
  };
}

export const started: StampedEntry = {
  type: "started",
  version: 1,
  runId: "r",
  name: "test – with a dash",
  seed: 1,
  identity: "0",
  at,
};
