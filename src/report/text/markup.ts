/** HTML or SVG text that is safe to place into a document as it is. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

/**
 * Markup from a template literal: every string put into it is escaped, for text and for quoted attribute values alike;
 * markup and lists of parts go in as they are, `undefined` leaves nothing.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, i) => text + textOf(parts[i - 1]) + string) };
}

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(textOf).join("");
}

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text with what means something to HTML and XML replaced, and control characters, which XML forbids, made visible. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => references[character]!)
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, "\uFFFD");
}

/** Text for a paragraph of a page: no line ends between a number and its per cent, or a comparison and its number. */
export function prose(text: string): string {
  return text.replaceAll(/ (?=%)|(?<=[≤≥=±]) (?=[-\d])/g, "\u00A0");
}

/** Markup that somebody else vouches for. */
export function trusted(text: string): Markup {
  return { markup: text };
}

/** A value as JSON that may stand inside a script element: no text in it can end the element or begin a comment. */
export function scriptJson(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll("<", String.raw`\u003c`) };
}
