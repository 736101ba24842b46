import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readPoints } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { openRun } from "../library/open-run.ts";
import { viewOfScan } from "../library/scan-view.ts";
import { gridPoints, predictionsCsv } from "../report/index.ts";
import type { Parameter, PhysicalPoints } from "../space/index.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface PredictCommandOptions {
  readonly points?: string;
  readonly grid?: string;
  readonly out?: string;
  readonly engine?: EngineName;
}

/** `excursion predict`: what the scan says of points of the user's own, as CSV. */
export async function predictCommand(directory: string, { points, grid, out, engine }: PredictCommandOptions): Promise<void> {
  if ((points === undefined) === (grid === undefined)) {
    throw new UsageError(`expected either --points FILE.csv or --grid N, got ${points === undefined ? "neither" : "both"}`);
  }
  const core = await openRun(directory, [], engine);
  if (core.state.fitted === undefined) {
    throw new UsageError(`expected a scan with a complete design and two observed evaluations, got fewer in ${directory}; let it run on`);
  }
  const { parameters } = core.settings.space;
  const wanted = points === undefined ? regularGrid(grid!, parameters) : readPoints(points, parameters.map(({ name }) => name));
  const rows = predictionsCsv(viewOfScan(core), wanted);
  if (out === undefined) await pipeline(Readable.from(rows), process.stdout, { end: false });
  else await writeOutput("--out", out, rows);
}

function regularGrid(text: string, parameters: readonly Parameter[]): PhysicalPoints {
  if (!/^\d+$/.test(text)) throw new UsageError(`expected --grid to be a whole number of points, got ${text}`);
  try {
    return gridPoints(parameters, Number(text));
  } catch (error) {
    throw new UsageError(`--grid: ${(error as Error).message}`);
  }
}
