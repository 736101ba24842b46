export { EngineError } from "./engine-error.ts";
export { engineNames, loadEngine, type EngineName } from "./load-engine.ts";
