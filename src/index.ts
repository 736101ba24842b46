export { createScan, type CreateScanOptions, type EarlierRun, type Proposal, type Scan, type Standing } from "./library/create-scan.ts";
export { openScan, pictureAsPdf, pictureAsPng, type Findings } from "./library/findings.ts";
export { scan, type ScanOptions, type ScanResult } from "./library/scan.ts";
export { ConfigError, type ConfigInput } from "./config/index.ts";
export { EngineError, type EngineName } from "./engine/index.ts";
export {
  definePlugin, EvaluationError, type DirectWork, type EvaluationContext, type EvaluationRequest, type Evaluator, type EvaluatorEnvironment, type EvaluatorPlugin,
  type JobStanding, type JobWork, type Outcome, type Plugin,
} from "./evaluation/index.ts";
export { JournalError } from "./journal/index.ts";
export type { Contours, PlaneContours, Polyline, ProfileCrossings, Result, StaticFigure } from "./report/index.ts";
export type { Prediction, ScanEvent } from "./scan/index.ts";
export { z } from "zod";
