// Compiles src/numeric/assembly into dist/kernels: strict.wasm with plain SIMD, relaxed.wasm with fused multiply-add,
// and both for memory that threads share.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const compiler = createRequire(import.meta.url).resolve("assemblyscript/bin/asc.js");
const shared = ["--sharedMemory", "--maximumMemory", "65536"];
const builds = {
  "strict": ["--enable", "simd"],
  "relaxed": ["--enable", "simd,relaxed-simd"],
  "strict-shared": ["--enable", "simd,threads", ...shared], // for several threads: copies into shared memory are slower
  "relaxed-shared": ["--enable", "simd,relaxed-simd,threads", ...shared],
};

const flags = [
  "-O3", "--noAssert", "--runtime", "stub", "--importMemory",
  "--disableWarning", "201", // an index times a stride in bytes: addresses have 32 bits here, so nothing is lost
];

process.chdir(join(import.meta.dirname, ".."));
mkdirSync("dist/kernels", { recursive: true });
for (const [name, options] of Object.entries(builds)) {
  const args = [compiler, "src/numeric/assembly/index.ts", "--outFile", `dist/kernels/${name}.wasm`, ...options, ...flags];
  execFileSync(process.execPath, args, { stdio: "inherit" });
}
