/** A command line that cannot be carried out; the message says what, where and the repair. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
