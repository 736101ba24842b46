import { once } from "node:events";
import { createInterface } from "node:readline";
import { acts, reply } from "./acts.mjs";

process.stdout.write("Welcome to the simulator\n");
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  switch (request.parameters.act) {
    case acts.crash:
      process.kill(process.pid, "SIGSEGV");
      break;
    case acts.hang:
      process.on("SIGTERM", () => undefined);
      await new Promise(() => setInterval(() => undefined, 1000));
      break;
    case acts.late:
      process.on("SIGTERM", () => {
        process.stdout.write(`${JSON.stringify(reply(request))}\n`);
        process.exit();
      });
      await new Promise(() => setInterval(() => undefined, 1000));
      break;
    case acts.twice:
      process.stdout.write(`${JSON.stringify(reply(request))}\n`.repeat(2));
      break;
    case acts.garbage:
      process.stdout.write("{}\n");
      break;
    case acts.flood:
      for (const block = "x".repeat(2 ** 20); ; ) if (!process.stdout.write(block)) await once(process.stdout, "drain");
    default:
      process.stdout.write(`${JSON.stringify(reply(request))}\n`);
  }
}
