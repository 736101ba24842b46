// node --import: what imports excursion gets the source, not the last build.
import { registerHooks } from "node:module";

const source = (file) => new URL(`../../src/${file}`, import.meta.url).href;
const own = { excursion: source("index.ts"), "excursion/testing": source("testing/index.ts") };

registerHooks({ resolve: (specifier, context, next) => next(own[specifier] ?? specifier, context) });
