/** What the page uses of plotly.js, which is loaded before it. */
declare const Plotly: {
  react(plot: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
};
