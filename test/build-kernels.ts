import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const sources = join(root, "src/numeric/assembly");

/** Before the tests: the compiled kernels as their sources say now. */
export default function buildKernels(): void {
  const newest = Math.max(...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs));
  const isBuilt = ["strict", "relaxed", "strict-shared", "relaxed-shared"].every((name) => {
    const built = statSync(join(root, "dist/kernels", `${name}.wasm`), { throwIfNoEntry: false });
    return built !== undefined && built.mtimeMs >= newest;
  });
  if (!isBuilt) execFileSync(process.execPath, [join(root, "scripts/build-kernels.ts")], { stdio: "inherit" });
}
