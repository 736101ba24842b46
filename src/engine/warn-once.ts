const told = new Set<string>();

/** Tells on stderr, once in the life of the process, what is slower than it could be and why. */
export function warnOnce(sentence: string): void {
  if (told.has(sentence)) return;
  told.add(sentence);
  process.emitWarning(sentence, { code: "EXCURSION_ENGINE" });
}
