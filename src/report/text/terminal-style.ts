/** What the place that text is written to can show. */
export interface TerminalStyle {
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly columns: number; // Infinity where lines are not drawn over
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colour on a terminal unless NO_COLOR is set to anything or TERM is "dumb"; symbols beyond ASCII where the locale is UTF-8. */
export function terminalStyle({ isTTY, columns }: OutputStream, environment: Environment = process.env): TerminalStyle {
  const { NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG } = environment;
  return {
    colour: isTTY === true && (NO_COLOR ?? "") === "" && TERM !== "dumb",
    unicode: isTTY === true && /utf-?8/i.test([LC_ALL, LC_CTYPE, LANG].find((value) => (value ?? "") !== "") ?? ""),
    columns: isTTY === true ? (columns || 80) : Number.POSITIVE_INFINITY,
  };
}

const codes = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 } as const;

/** Text in a colour or weight, or as it is where the style has no colour. */
export function paint(style: TerminalStyle, kind: keyof typeof codes, text: string): string {
  return style.colour ? `\u001B[${codes[kind]}m${text}\u001B[0m` : text;
}

/** A text of unknown origin on one line, without the control characters by which it could take over a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();
}
