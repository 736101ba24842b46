/** A journal that cannot be used or written; the message says what, where and the repair. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}
