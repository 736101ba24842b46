// Compiles src/numeric/assembly into dist/kernels: strict.wasm with plain SIMD, relaxed.wasm with fused multiply-add.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const compiler = createRequire(import.meta.url).resolve("assemblyscript/bin/asc.js");
const builds = { strict: "simd", relaxed: "simd,relaxed-simd" };

const flags = [
  "-O3", "--noAssert", "--runtime", "stub", "--importMemory",
  "--disableWarning", "201", // an index times a stride in bytes: addresses have 32 bits here, so nothing is lost
];

process.chdir(join(import.meta.dirname, ".."));
mkdirSync("dist/kernels", { recursive: true });
for (const [name, features] of Object.entries(builds)) {
  const args = [compiler, "src/numeric/assembly/index.ts", "--outFile", `dist/kernels/${name}.wasm`, "--enable", features, ...flags];
  execFileSync(process.execPath, args, { stdio: "inherit" });
}
