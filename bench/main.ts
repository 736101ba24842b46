// npm run bench -- <name> [arguments]: runs one of the measurements beside this file.
import { readdirSync } from "node:fs";

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => file.slice(0, -".ts".length));

if (name === undefined || !names.includes(name)) {
  console.error(`expected the name of a measurement (${names.join(", ")}), got ${name ?? "none"}`);
  process.exitCode = 2;
} else {
  const { run } = (await import(`./${name}.ts`)) as { run(args: readonly string[]): Promise<void> };
  await run(args);
}
