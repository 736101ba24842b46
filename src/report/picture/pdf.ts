import PdfDocument from "pdfkit";
import drawSvg from "svg-to-pdfkit";
import { fontFiles } from "./font.ts";

/** Points of a page for one pixel of the drawing, so that it is 72 points an inch where a screen has 96 pixels. */
const pointsPerPixel = 0.75;

/** A drawing as a page of its own size, in vectors, with the letters it uses embedded. */
export async function pdfOf(svg: string, title: string): Promise<Uint8Array> {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map((number) => pointsPerPixel * Number(number));
  const document = new PdfDocument({ size: [width!, height!], margin: 0, font: fontFiles.regular, info: { Title: title, CreationDate: epoch } });
  document.registerFont("regular", fontFiles.regular).registerFont("bold", fontFiles.bold);
  drawSvg(document, svg, 0, 0, { width: width!, height: height!, fontCallback: (_family, bold) => (bold ? "bold" : "regular") });
  document.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of document) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The same scan gives the same file: no moment of making is written into it. */
const epoch = new Date(0);
