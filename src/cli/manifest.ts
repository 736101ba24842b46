import { readFileSync } from "node:fs";

/** The package's own package.json. */
export function readManifest(): { readonly version: string; readonly engines: { readonly node: string } } {
  const path = new URL(import.meta.url.endsWith(".ts") ? "../../package.json" : "../../../package.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}
