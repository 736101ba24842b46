// A scan whose process, workers and server are killed again and again: what is lost, and what is evaluated twice.
import { parseArgs } from "node:util";
import { redisObstacle } from "../test/components/redis.ts";
import { slurmObstacle } from "../test/components/slurm.ts";
import { type ChaosPlan, runChaos } from "../test/chaos/chaos.ts";

const help = `chaos [--world queue,slurm] [--evaluations 200] [--driver-kills 10] [--worker-kills 20]
Starts a Redis and a Slurm of its own; the server is killed and started again once.`;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      world: { type: "string", default: "queue,slurm" },
      evaluations: { type: "string", default: "200" },
      "driver-kills": { type: "string", default: "10" },
      "worker-kills": { type: "string", default: "20" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  for (const world of values.world.split(",") as ChaosPlan["world"][]) {
    if ((world === "queue" ? redisObstacle : slurmObstacle) !== undefined) continue; // it has been said why
    const [evaluations, driverKills, workerKills] = [values.evaluations, values["driver-kills"], values["worker-kills"]].map(Number) as [number, number, number];
    const { exitCode, proposed, observed, wrong, attempts, runs, seconds } = await runChaos({ world, evaluations, driverKills, workerKills });
    console.log(
      `${world}: ${proposed.length} points, ${observed.length} observed, ${wrong.length} wrong; ${attempts} attempts, ${runs} runs of the simulator; ` +
        `${driverKills} kills of the scan, ${workerKills} of workers, 1 of the server; exit code ${exitCode}, ${seconds.toFixed(0)} s`,
    );
  }
}
