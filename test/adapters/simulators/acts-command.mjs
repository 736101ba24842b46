import { readFileSync, writeSync } from "node:fs";
import { acts, reply } from "./acts.mjs";

const request = JSON.parse(readFileSync(0, "utf8"));
switch (request.parameters.act) {
  case acts.crash:
    process.kill(process.pid, "SIGSEGV");
    break;
  case acts.hang:
    process.on("SIGTERM", () => undefined);
    setInterval(() => undefined, 1000);
    break;
  case acts.late:
    process.on("SIGTERM", () => {
      process.stdout.write(`${JSON.stringify(reply(request))}\n`);
      process.exit();
    });
    setInterval(() => undefined, 1000);
    break;
  case acts.twice:
    process.stdout.write(`${JSON.stringify(reply(request))}\n`.repeat(2));
    break;
  case acts.garbage:
    process.stdout.write("done\n");
    break;
  case acts.flood:
    for (const block = "x".repeat(2 ** 20); ; ) writeSync(1, block);
  default:
    process.stdout.write(`${JSON.stringify(reply(request))}\n`);
}
