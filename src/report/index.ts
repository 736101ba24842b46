export { gridPoints } from "./axis.ts";
export { contoursJson, contoursOf, type Contours } from "./contours-json.ts";
export { evaluationsCsv } from "./evaluations-csv.ts";
export { predictionsCsv } from "./predictions-csv.ts";
export { arrivalLine, barLine, type Progress } from "./progress-line.ts";
export { resultJson, resultOf, resultSchema, type Result } from "./result-json.ts";
export { statusText } from "./status-text.ts";
export { terminalStyle, type TerminalStyle } from "./terminal-style.ts";
export type * from "./view.ts";
