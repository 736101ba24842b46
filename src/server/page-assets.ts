import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A file that pages load from this server; none comes from anywhere else. */
export interface PageAsset {
  readonly path: string;
  readonly type: string;
  read(): Promise<Buffer>;
}

const modules = ["main.js", "figures.js", "panels.js", "actions.js", "connection.js"];

export const pageAssets: readonly PageAsset[] = [
  ...modules.map((name): PageAsset => ({
    path: `/page/${name}`,
    type: "text/javascript; charset=utf-8",
    read: () => readFile(join(import.meta.dirname, "page", name)),
  })),
  {
    path: "/page/plotly.js",
    type: "text/javascript; charset=utf-8",
    read: () => readFile(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min")),
  },
];
