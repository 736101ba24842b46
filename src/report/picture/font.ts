import { createRequire } from "node:module";
import { openSync, type Font } from "fontkit";

/** Has the widths of Arial and Helvetica, so that a drawing keeps its layout where one of them takes its place. */
export const fontFamily = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

export type FontWeight = "regular" | "bold";

const { resolve } = createRequire(import.meta.url);

/** The files of the font that pictures are set in. */
export const fontFiles: Readonly<Record<FontWeight, string>> = {
  regular: resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"),
  bold: resolve("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf"),
};

const opened = new Map<FontWeight, Font>();

/** The width of a text on one line, in the unit of the size. */
export function textWidth(text: string, size: number, weight: FontWeight = "regular"): number {
  const font = opened.get(weight) ?? (openSync(fontFiles[weight]) as Font);
  opened.set(weight, font);
  return (font.layout(text).advanceWidth / font.unitsPerEm) * size;
}
