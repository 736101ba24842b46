import { UsageError } from "./usage-error.ts";

/** The value of an option that counts something. Throws a UsageError for anything but a positive whole number. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`expected ${option} to be a positive whole number, got ${text}`);
}
