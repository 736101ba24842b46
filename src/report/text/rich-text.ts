import { escapeText } from "./markup.ts";

/** A piece of a label on one level: 0 on the line, 1 raised, -1 lowered. */
export interface TextRun {
  readonly text: string;
  readonly level: 0 | 1 | -1;
}

/**
 * A label as runs of plain text. What TeX users write is understood: `^` and `_` with one character or braces, Greek letters and some
 * signs by name, `\tilde`, `\bar` and `\hat`; and so are Unicode's own superscripts and subscripts: `m(\tilde{\chi}_1^0)` and
 * "m(χ̃⁰₁)" are the same label. What is not understood stays as it is.
 */
export function textRuns(label: string): TextRun[] {
  const runs: { text: string; level: TextRun["level"] }[] = [];
  const put = (written: string, level: TextRun["level"]): void => {
    const last = runs.at(-1);
    const isApart = relations.has(written) && last !== undefined && !last.text.endsWith(" ");
    const text = level === 0 ? `${isApart ? " " : ""}${written}` : written.replaceAll("-", "−");
    if (last?.level === level) last.text += text;
    else if (text !== "") runs.push({ text, level });
  };
  let rest = label.normalize("NFC").replaceAll("$", "");
  while (rest !== "") {
    const small = rest.match(unicodeLevels);
    if (small !== null) {
      const level = superscripts.includes(small[0][0]!) ? 1 : -1;
      put(Array.from(small[0], (character) => plainOfSmall.get(character)!).join(""), level);
      rest = rest.slice(small[0].length);
    } else if (/^[\^_]./.test(rest)) {
      const [inner, after] = argument(rest.slice(1));
      put(plainText(inner), rest.startsWith("^") ? 1 : -1);
      rest = after;
    } else {
      const [text, after] = token(rest);
      put(text, 0);
      rest = after;
    }
  }
  return runs;
}

/** A label without any layout: superscripts and subscripts stand on the line. */
export function plainText(label: string): string {
  return textRuns(label).map(({ text }) => text).join("");
}

/** A label as HTML, its text escaped: raised and lowered runs as `<sup>` and `<sub>`. */
export function htmlText(label: string): string {
  const wrap = { 0: ["", ""], 1: ["<sup>", "</sup>"], [-1]: ["<sub>", "</sub>"] } as const;
  return textRuns(label).map(({ text, level }) => `${wrap[level][0]}${escapeText(text)}${wrap[level][1]}`).join("");
}

/** A label as TeX, for tables that other programs typeset. */
export function texText(label: string): string {
  const isPlain = textRuns(label).every(({ text, level }) => level === 0 && /^[\x20-\x7E]*$/.test(text));
  if (isPlain) return plainText(label);
  if (label.includes("\\") || /[\^_]/.test(label)) return label.includes("$") ? label : `$${label}$`;
  const mark = { 0: "", 1: "^", [-1]: "_" } as const;
  const runs = textRuns(label).map(({ text, level }) => (level === 0 ? texLetters(text) : `${mark[level]}{${texLetters(text)}}`));
  return `$${runs.join("")}$`;
}

/** Greek letters, accents and the minus sign as TeX names them. */
function texLetters(text: string): string {
  const named = text.normalize("NFD").replaceAll(/\p{Script=Greek}/gu, (letter) => {
    const name = greek.find(([, one]) => one === letter)?.[0];
    return name === undefined ? letter : `\\${name} `;
  });
  const accented = [...accents].reduce((tex, [name, mark]) => tex.replaceAll(new RegExp(`(\\\\\\w+ |.)${mark}`, "gu"), `\\${name}{$1}`), named);
  return accented.replaceAll("−", "-").replaceAll(" }", "}");
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ";
const subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ";
const plainSmall = "0123456789+−=()ni";
const plainOfSmall = new Map(
  [superscripts, subscripts].flatMap((small) => Array.from(small, (character, i) => [character, plainSmall[i]!] as const)),
);
const unicodeLevels = new RegExp(`^(?:[${superscripts}]+|[${subscripts}]+)`);

const greek: readonly (readonly [name: string, letter: string])[] = [
  ["alpha", "α"], ["beta", "β"], ["gamma", "γ"], ["delta", "δ"], ["epsilon", "ε"], ["varepsilon", "ε"], ["zeta", "ζ"], ["eta", "η"],
  ["theta", "θ"], ["kappa", "κ"], ["lambda", "λ"], ["mu", "μ"], ["nu", "ν"], ["xi", "ξ"], ["pi", "π"], ["rho", "ρ"], ["sigma", "σ"],
  ["tau", "τ"], ["phi", "φ"], ["varphi", "φ"], ["chi", "χ"], ["psi", "ψ"], ["omega", "ω"], ["Gamma", "Γ"], ["Delta", "Δ"],
  ["Theta", "Θ"], ["Lambda", "Λ"], ["Xi", "Ξ"], ["Pi", "Π"], ["Sigma", "Σ"], ["Phi", "Φ"], ["Psi", "Ψ"], ["Omega", "Ω"],
];

/** Signs, after which a space counts; after letters it only ends the name. */
const signs: ReadonlyMap<string, string> = new Map([
  ["to", "→"], ["rightarrow", "→"], ["pm", "±"], ["mp", "∓"], ["times", "×"], ["cdot", "·"], ["int", "∫"], ["prime", "′"],
  ["infty", "∞"], ["leq", "≤"], ["le", "≤"], ["geq", "≥"], ["ge", "≥"], ["approx", "≈"], ["sim", "~"], ["neq", "≠"],
]);

/** Signs that stand apart from what is before them. */
const relations: ReadonlySet<string> = new Set(["→", "×", "≤", "≥", "≈", "≠"]);

const words: ReadonlyMap<string, string> = new Map([
  ...greek, ["sqrt", "√"], ["ell", "ℓ"], ["mathrm", ""], ["text", ""], ["left", ""], ["right", ""], ["quad", " "],
]);

/** Combining characters, set after the letter they stand over. */
const accents: ReadonlyMap<string, string> = new Map([["tilde", "\u0303"], ["bar", "\u0304"], ["hat", "\u0302"], ["overline", "\u0304"]]);

/** The text of what stands next, and what comes after it. */
function token(rest: string): [text: string, after: string] {
  const command = rest.match(/^\\([A-Za-z]+) ?/);
  if (command !== null) {
    const after = rest.slice(command[0].length);
    const accent = accents.get(command[1]!);
    if (accent !== undefined) {
      const [inner, beyond] = argument(after);
      return [plainText(inner).replace(/^./u, (letter) => letter + accent), beyond];
    }
    const sign = signs.get(command[1]!);
    if (sign !== undefined) return [sign, rest.slice(command[1]!.length + 1)];
    return [words.get(command[1]!) ?? command[0], after];
  }
  if (/^\\[^A-Za-z]/.test(rest)) return [rest[1] === "," || rest[1] === ";" ? "\u2009" : rest[1]!, rest.slice(2)];
  if (rest.startsWith("{")) {
    const [inner, after] = argument(rest);
    return inner === "{" ? [inner, after] : [plainText(inner), after]; // a brace that nothing closes
  }
  const character = rest.match(/^./su)![0];
  return [character, rest.slice(character.length)];
}

/** What a command or a level applies to: a group in braces, a command, or one character with its accents. */
function argument(rest: string): [inner: string, after: string] {
  if (rest.startsWith("{")) {
    let depth = 0;
    for (let i = 0; i < rest.length; i++) {
      if (rest[i] === "{") depth++;
      if (rest[i] === "}" && --depth === 0) return [rest.slice(1, i), rest.slice(i + 1)];
    }
  }
  const one = rest.match(/^(?:\\[A-Za-z]+(?:\{[^{}]*\})?|.\p{M}*)/su)?.[0] ?? "";
  return [one, rest.slice(one.length)];
}

