export { createScan, type Proposal, type Scan, type Standing } from "./library/create-scan.ts";
export { scan, type ScanOptions, type ScanResult } from "./library/scan.ts";
export { ConfigError, type ConfigInput } from "./config/index.ts";
export { EngineError, type EngineName } from "./engine/index.ts";
export { EvaluationError, type EvaluationContext, type EvaluationRequest, type Evaluator, type EvaluatorPlugin, type Outcome } from "./evaluation/index.ts";
export { JournalError } from "./journal/index.ts";
export type { Prediction, ScanEvent } from "./scan/index.ts";
