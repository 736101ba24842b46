/** How many points stand for the domain in each role, by dimension: what an integral or a search needs grows with it at first. */
export interface PointCounts {
  readonly uniform: number; // that stand for the whole domain
  readonly integration: number; // of those, that an acquisition function integrates over
  readonly pool: number; // spread over the domain for the acquisition function to choose from
  readonly survey: number; // where a proxy is asked, dense enough to interpolate between
}

const counts: readonly PointCounts[] = [
  { uniform: 2048, integration: 256, pool: 128, survey: 128 },
  { uniform: 8192, integration: 768, pool: 256, survey: 1024 },
  { uniform: 12288, integration: 1536, pool: 512, survey: 2048 },
  { uniform: 16384, integration: 2048, pool: 1024, survey: 4096 },
];

/** The last counts hold for all higher dimensions. */
export function pointCounts(d: number): PointCounts {
  return counts[Math.min(d, counts.length) - 1]!;
}
