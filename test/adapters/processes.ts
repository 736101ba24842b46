import { readdirSync, readFileSync } from "node:fs";

export const onLinux = process.platform === "linux";

/** The processes that inherited an environment variable from this one, each by its command line. */
export function processesWith(variable: string): readonly string[] {
  const found: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (Number(pid) === process.pid) continue;
      if (!`\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${variable}=`)) continue;
      found.push(`${pid} ${readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ")}`);
    } catch {
      // it has ended meanwhile
    }
  }
  return found;
}
