import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Puts stand-ins for HTCondor's programs first on PATH; returns how to take them away. */
export function standInForCondor(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "condor-"));
  const path = process.env["PATH"];
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "state"));
  for (const name of ["condor_submit", "condor_q", "condor_rm"]) {
    const program = join(import.meta.dirname, "condor.mjs");
    const text = `#!${process.execPath}\nprocess.argv.splice(2, 0, "${name}");\nimport(${JSON.stringify(program)});\n`;
    writeFileSync(join(folder, "bin", name), text, { mode: 0o755 });
  }
  process.env["PATH"] = `${join(folder, "bin")}:${path}`;
  process.env["CONDOR_STAND_IN"] = join(folder, "state");
  return () => {
    process.env["PATH"] = path;
    delete process.env["CONDOR_STAND_IN"];
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
