import { describe, expect, test } from "vitest";
import { readEvents } from "../../adapters/htcondor/event-log.ts";
import { htcondorAdapter } from "../../adapters/htcondor/index.ts";
import { submitFile } from "../../adapters/htcondor/submit-file.ts";
import { scratch } from "./scratch.ts";

/** The form is that of HTCondor's manual, "Managing a Job", and of what versions 8 to 23 write. */
const log = `000 (1638.000.000) 2024-10-06 14:07:01 Job submitted from host: <128.105.165.12:9618?addrs=128.105.165.12-9618&alias=submit&noUDP&sock=schedd_1>
...
000 (1638.001.000) 2024-10-06 14:07:01 Job submitted from host: <128.105.165.12:9618?addrs=128.105.165.12-9618&alias=submit&noUDP&sock=schedd_1>
...
000 (1638.002.000) 2024-10-06 14:07:01 Job submitted from host: <128.105.165.12:9618?addrs=128.105.165.12-9618&alias=submit&noUDP&sock=schedd_1>
...
001 (1638.000.000) 2024-10-06 14:07:11 Job executing on host: <128.105.165.12:9618?addrs=128.105.165.12-9618&alias=node&noUDP&sock=startd_1>
	SlotName: slot1_1@node
...
006 (1638.000.000) 2024-10-06 14:07:15 Image size of job updated: 7252
	4  -  MemoryUsage of job (MB)
	3488  -  ResidentSetSize of job (KB)
...
005 (1638.000.000) 2024-10-06 14:09:12 Job terminated.
	(1) Normal termination (return value 2)
		Usr 0 00:00:00, Sys 0 00:00:00  -  Run Remote Usage
		Usr 0 00:00:00, Sys 0 00:00:00  -  Run Local Usage
	0  -  Run Bytes Sent By Job
	Partitionable Resources :    Usage  Request Allocated
	   Cpus                 :                 1         1
...
001 (1638.001.000) 2024-10-06 14:07:11 Job executing on host: <128.105.165.12:9618?addrs=128.105.165.12-9618&alias=node&noUDP&sock=startd_1>
...
005 (1638.001.000) 2024-10-06 14:09:12 Job terminated.
	(0) Abnormal termination (signal 9)
	(0) No core file
		Usr 0 00:00:00, Sys 0 00:00:00  -  Run Remote Usage
...
004 (1638.002.000) 03/28 19:28:07 Job was evicted.
	(0) Job was not checkpointed.
		Usr 0 00:00:00, Sys 0 00:00:00  -  Run Remote Usage
...
009 (1638.003.000) 2024-10-06 14:10:00 Job was aborted.
	via condor_rm (by user jdoe)
...
012 (1638.004.000) 2024-10-06 14:10:00 Job was held.
	Error from slot1_1@node: Job has gone over cgroup memory limit of 128 megabytes.
	Code 34 Subcode 0
...
009 (1638.004.000) 2024-10-06 14:10:05 Job was aborted.
	The job attribute PeriodicRemove expression 'JobStatus == 5' evaluated to TRUE
...
012 (1638.005.000) 2024-10-06 14:10:00 Job was held.
	via condor_hold (by user jdoe)
	Code 1 Subcode 0
...
013 (1638.005.000) 2024-10-06 14:10:05 Job was released.
	via condor_release (by user jdoe)
...
009 (1638.005.000) 2024-10-06 14:10:09 Job was aborted.
	via condor_rm (by user jdoe)
...
`;

test("an event log says how each task has ended, if it has", () => {
  const ends = [...readEvents(log)].map(([process, { job, ending }]) => [process, job, ending?.reason, ending?.cancelled]);
  expect(ends).toEqual([
    [0, "1638.0", "ended without a reply in HTCondor (exit code 2)", false],
    [1, "1638.1", "ended without a reply in HTCondor (killed by signal 9)", false],
    [2, "1638.2", undefined, undefined], // evicted: it waits for another machine
    [3, "1638.3", "cancelled in HTCondor (via condor_rm (by user jdoe))", true],
    [4, "1638.4", "put on hold by HTCondor (Error from slot1_1@node: Job has gone over cgroup memory limit of 128 megabytes.)", false],
    [5, "1638.5", "cancelled in HTCondor (via condor_rm (by user jdoe))", true],
  ]);
});

test("an event that is still being written is no event yet, wherever the writing stands", () => {
  const whole = log.split(/^\.\.\.\n/m);
  for (let length = 0; length < log.length; length += 7) {
    const text = log.slice(0, length);
    const complete = text.split(/^\.\.\.\n/m).length - 1;
    expect(readEvents(text)).toEqual(readEvents(whole.slice(0, complete).map((event) => `${event}...\n`).join("")));
  }
});

describe("a submit file", () => {
  const array = { key: "p-1.1-0123abcd", size: 3, directory: "/data/it's a \"run\" of $HOME", argv: ["/opt/node", "run task.ts", "tasks'.json"] as const };

  test("runs one process for every task, on machines that share the file system", () => {
    expect(submitFile({ run: "toy.scan", array, cpus: 4, memory: "2GB", submit: { "+JobFlavour": '"longlunch"' } })).toBe(`batch_name = excursion-toy.scan
getenv = True
request_cpus = 4
request_memory = 2GB
+JobFlavour = "longlunch"
universe = vanilla
should_transfer_files = NO
executable = /opt/node
arguments = "'run task.ts' 'tasks''.json' $(Process)"
initialdir = /data/it's a "run" of $(DOLLAR)HOME
output = /data/it's a "run" of $(DOLLAR)HOME/task.$(Process).log
error = /data/it's a "run" of $(DOLLAR)HOME/task.$(Process).log
log = /data/it's a "run" of $(DOLLAR)HOME/events.log
periodic_remove = JobStatus == 5
MY.ExcursionRun = "toy.scan"
MY.ExcursionKey = "p-1.1-0123abcd"
queue 3
`);
  });

  test("cannot be given another line by a path", () => {
    const injected = { ...array, directory: "/data/x\nexecutable = /bin/evil" };
    expect(() => submitFile({ run: "toy", array: injected, submit: {} })).toThrow("expected paths of printable characters for HTCondor");
  });

  test.each([
    ["another line", { submit: { "+Flavour": "x\nexecutable = /bin/evil" } }],
    ["a command that is the adapter's", { submit: { Executable: "/bin/evil" } }],
    ["a name that is none", { submit: { "x = 1\ny": "2" } }],
    ["memory that is none", { memory: "much" }],
  ])("cannot be given %s by the options", (_what, change) => {
    expect(htcondorAdapter.options.safeParse({ evaluator: { adapter: "command", command: ["true"] }, ...change }).success).toBe(false);
  });
});

test("without HTCondor's programs a scan says so when it starts", async () => {
  const options = htcondorAdapter.options.parse({ evaluator: { adapter: "command", command: [process.execPath] } });
  const environment = { configDirectory: "/", runDirectory: scratch, parameterNames: ["x"], observableNames: ["y"], workers: 1 };
  await expect(htcondorAdapter.build(options, environment)).rejects.toThrow("expected HTCondor to take jobs, got expected condor_q on PATH, got none");
});
