/** An engine that was asked for by name and cannot be had here; the message says why, and the repair. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
