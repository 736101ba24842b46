import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endDaemon, freePorts, isInstalled, startDaemon } from "./programs.ts";
import { until } from "./until.ts";

/** Why tests with a real HTCondor cannot run here, or undefined when they can. */
export const htcondorObstacle: string | undefined = obstacle();

if (htcondorObstacle !== undefined) process.stderr.write(`not here: a real HTCondor (${htcondorObstacle})\n`);

function obstacle(): string | undefined {
  if (process.platform !== "linux") return "its daemons need Linux";
  const missing = ["condor_master", "condor_schedd", "condor_submit", "setpriv"].filter((program) => !isInstalled(program));
  if (missing.length > 0) return `there is no ${missing.join(", ")} here`;
  return process.getuid?.() === 0 ? "it takes no jobs from root" : undefined;
}

/** A pool of one machine that pretends to have eight processors. */
export interface CondorPool {
  /** What CONDOR_CONFIG has to be. */
  readonly configuration: string;
  /** Ends the scheduler, so that nobody takes or lists jobs. */
  stopScheduler(): Promise<void>;
  /** Starts it again from what it has saved. */
  startScheduler(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a pool of its own as the present user: loopback only, on a free port, in a temporary folder. */
export async function startCondor(): Promise<CondorPool> {
  const folder = mkdtempSync(join(tmpdir(), "condor-"));
  for (const name of ["log", "spool", "execute", "run", "lock"]) mkdirSync(join(folder, name));
  const configuration = join(folder, "condor_config");
  const [port] = await freePorts(1);
  writeFileSync(configuration, condorConfig(folder, port!));
  const env = { ...process.env, CONDOR_CONFIG: configuration };
  const master = startDaemon(["condor_master", "-f"], env);
  const answers = async (program: string, ...words: string[]): Promise<string> =>
    (await promisify(execFile)(program, words, { env }).catch(() => ({ stdout: "" }))).stdout;
  const hasScheduler = async (): Promise<boolean> => (await answers("condor_q", "-totals")) !== "";
  await until("HTCondor's machine", async () => (await answers("condor_status", "-af", "Name")) !== "");
  await until("HTCondor's scheduler", hasScheduler);
  return {
    configuration,
    async stopScheduler() {
      await answers("condor_off", "-fast", "-schedd");
      await until("HTCondor's scheduler to end", async () => !(await hasScheduler()));
    },
    async startScheduler() {
      await answers("condor_on", "-schedd");
      await until("HTCondor's scheduler", hasScheduler);
    },
    async stop() {
      await endDaemon(master, "SIGQUIT"); // and with it everything that it has started
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function condorConfig(folder: string, port: number): string {
  const places = ["RELEASE_DIR", "LIB", "LIBEXEC", "SBIN", "BIN"];
  const installed = execFileSync("condor_config_val", places, { encoding: "utf8" }).trim().split("\n");
  return `
${places.map((name, i) => `${name} = ${installed[i]}`).join("\n")}
CONDOR_HOST = 127.0.0.1
NETWORK_INTERFACE = 127.0.0.1
COLLECTOR_HOST = 127.0.0.1:${port}
SHARED_PORT_PORT = ${port}
LOCAL_DIR = ${folder}
LOG = ${folder}/log
SPOOL = ${folder}/spool
EXECUTE = ${folder}/execute
RUN = ${folder}/run
LOCK = ${folder}/lock
DAEMON_LIST = MASTER, COLLECTOR, NEGOTIATOR, SCHEDD, STARTD
UID_DOMAIN = test
FILESYSTEM_DOMAIN = test
SEC_DEFAULT_AUTHENTICATION = REQUIRED
SEC_DEFAULT_AUTHENTICATION_METHODS = FS
ALLOW_READ = *
ALLOW_WRITE = *
ALLOW_DAEMON = *
ALLOW_NEGOTIATOR = *
ALLOW_ADMINISTRATOR = *
NUM_CPUS = 8
MEMORY = 4000
START = True
NEGOTIATOR_INTERVAL = 1
NEGOTIATOR_MIN_INTERVAL = 1
NEGOTIATOR_CYCLE_DELAY = 1
UPDATE_INTERVAL = 5
SCHEDD_INTERVAL = 1
PERIODIC_EXPR_INTERVAL = 1
MAX_PERIODIC_EXPR_INTERVAL = 1
JOB_START_DELAY = 0
`;
}
