// Notes that it was started, waits until it is let go, and replies with the parameter: the files are in the folder it is given.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const folder = process.argv[2];
const { id, parameters } = JSON.parse(readFileSync(0, "utf8"));
appendFileSync(join(folder, `${id}.runs`), "started\n");
while (!existsSync(join(folder, `${id}.released`))) await pause(20);
process.stdout.write(`${JSON.stringify({ id, observables: { x: parameters.x } })}\n`);
writeFileSync(join(folder, `${id}.finished`), "");
