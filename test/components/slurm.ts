import { type ChildProcess, execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endDaemon, freePorts, isInstalled, startDaemon } from "./programs.ts";
import { until } from "./until.ts";

/** Why tests with a real Slurm cannot run here, or undefined when they can. */
export const slurmObstacle: string | undefined = obstacle();

if (slurmObstacle !== undefined) process.stderr.write(`not here: a real Slurm (${slurmObstacle})\n`);

function obstacle(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "its daemons need Linux and root";
  const missing = ["munged", "slurmctld", "slurmd", "sbatch", "setpriv"].filter((program) => !isInstalled(program));
  return missing.length === 0 ? undefined : `there is no ${missing.join(", ")} here`;
}

/** A cluster of two nodes with eight processors each, all on this machine. */
export interface SlurmCluster {
  /** What SLURM_CONF has to be. */
  readonly configuration: string;
  /** Kills the controller outright. */
  killController(): Promise<void>;
  /** Starts it again from what it has saved. */
  startController(): Promise<void>;
  /** Takes nodes that the controller has drained back into service, as an administrator does. */
  resumeNodes(): Promise<void>;
  /** Kills the daemon of a node, 0 or 1, outright and starts it again; what runs on the node goes on. */
  restartNode(node: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Slurm of its own: no systemd, no control groups, no database, loopback only, on free ports, in a temporary folder. */
export async function startSlurm(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), "slurm-"));
  for (const name of ["state", "spool.n1", "spool.n2", "log", "run"]) mkdirSync(join(folder, name));
  for (const path of [folder, join(folder, "run")]) chmodSync(path, 0o755); // munge insists
  const configuration = join(folder, "slurm.conf");
  const [controllerPort, ...nodePorts] = await freePorts(3);
  writeFileSync(join(folder, "munge.key"), randomBytes(1024), { mode: 0o400 });
  writeFileSync(configuration, slurmConf(folder, controllerPort!, nodePorts));
  const environment = { ...process.env, SLURM_CONF: configuration };

  const munge = startDaemon([
    "munged", "--foreground", `--key-file=${folder}/munge.key`, `--socket=${folder}/run/munge.socket`,
    `--pid-file=${folder}/run/munged.pid`, `--log-file=${folder}/log/munged.log`, `--seed-file=${folder}/state/munge.seed`,
  ]);
  let controller: ChildProcess;
  const startController = async (): Promise<void> => {
    controller = startDaemon(["slurmctld", "-D"], environment);
    await until("Slurm's nodes", async () => {
      const { stdout } = await promisify(execFile)("sinfo", ["--noheader", "--Node", "--format=%T"], { env: environment }).catch(() => ({ stdout: "" }));
      return stdout.trim().split("\n").every((state) => /^(?:idle|mixed|allocated|completing)$/.test(state));
    });
  };
  const startNode = (node: number): ChildProcess => startDaemon(["slurmd", "-D", "-N", `n${node + 1}`], environment);
  const nodes = [0, 1].map(startNode);
  await startController();
  return {
    configuration,
    killController: () => endDaemon(controller, "SIGKILL"),
    startController,
    async resumeNodes() {
      const words = ["update", "NodeName=n1,n2", "State=RESUME"];
      await promisify(execFile)("scontrol", words, { env: environment }).catch(() => undefined); // none is drained, or nobody is there to be asked
    },
    async restartNode(node) {
      await endDaemon(nodes[node]!, "SIGKILL");
      nodes[node] = startNode(node);
    },
    async stop() {
      await promisify(execFile)("scancel", ["--user=root"], { env: environment }).catch(() => undefined);
      await Promise.all([controller, ...nodes, munge].map((daemon) => endDaemon(daemon, "SIGKILL"))); // asked politely, a node waits for its jobs
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function slurmConf(folder: string, controllerPort: number, nodePorts: readonly number[]): string {
  const host = hostname().split(".")[0]!;
  return `
ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/run/munge.socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool.%n
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd.%n.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
MessageTimeout=5
NodeName=n1 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${nodePorts[0]} CPUs=8 RealMemory=2000
NodeName=n2 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${nodePorts[1]} CPUs=8 RealMemory=2000
PartitionName=debug Nodes=ALL Default=YES MaxTime=60 DefMemPerCPU=100 State=UP
`;
}
