import { markup, prose, scriptJson, type Markup } from "../text/markup.ts";
import type { PlotlyFigure } from "./plotly-figure.ts";

/** A figure of the page: what plotly draws, what it shows in words, and a picture for where no script runs. */
export interface PageFigure {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly size: "large" | "wide" | "small";
  readonly figure: PlotlyFigure;
  readonly still?: Markup;
  /** Which of plotly's bundles draws it; default the one for the plane. */
  readonly library?: "gl3d";
}

export function figureMarkup({ id, title, summary, size, figure, still, library }: PageFigure): Markup {
  const picture = still === undefined ? undefined : markup`<noscript>${still}</noscript>`;
  const libraryAttribute = library === undefined ? undefined : markup` data-library="${library}"`;
  return markup`<figure>
<div class="plot ${size}" data-figure="${id}"${libraryAttribute} role="img" aria-label="${title}" aria-describedby="${id}-summary"></div>
<script type="application/json" id="${id}">${scriptJson(figure)}</script>
${picture}
<figcaption id="${id}-summary">${prose(summary)}</figcaption>
</figure>
`;
}
