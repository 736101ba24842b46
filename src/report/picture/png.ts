import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "./font.ts";

/** Pixels of a PNG for one of the drawing: 8 cm wide it has about 400 of them an inch. */
const zoom = 2.5;

/** A drawing as PNG, with the font that it was laid out for. */
export function pngOf(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: "Arimo" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } }).render().asPng();
}
