/** Why something was refused: no such point, too late, not possible as things stand, or not what was expected. */
export type RefusalKind = "unknown" | "gone" | "conflict" | "invalid";

/** What a client or a person asked for cannot be done; nothing has changed. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
