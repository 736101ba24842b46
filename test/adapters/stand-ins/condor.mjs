// Stands in for HTCondor's programs where there is none: condor_submit, condor_q and condor_rm over files in CONDOR_STAND_IN, with event
// logs in HTCondor's form. `supervise` plays the part of the daemons for one process.
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const state = process.env.CONDOR_STAND_IN;
const fileOf = (cluster, number) => join(state, `${cluster}.${number}.json`);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

function log(file, kind, { cluster, number }, text) {
  const id = [cluster, number, 0].map((part) => String(part).padStart(3, "0")).join(".");
  appendFileSync(file, `${kind} (${id}) ${new Date().toISOString().slice(0, 19).replace("T", " ")} ${text}\n...\n`);
}

/** The words of an argument list in HTCondor's newer syntax: double quotes around, single quotes around words. */
function words(text) {
  const inside = text.slice(1, -1).replaceAll('""', '"');
  return [...inside.matchAll(/'((?:[^']|'')*)'|(\S+)/g)].map(([, quoted, bare]) => quoted?.replaceAll("''", "'") ?? bare);
}

function submit(file) {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const commands = Object.fromEntries(lines.filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")).trim().toLowerCase(), line.slice(line.indexOf("=") + 1).trim()]));
  const size = Number(/^queue (\d+)$/.exec(lines.at(-1))[1]);
  if (commands["+refused"] !== undefined) {
    process.stderr.write("ERROR: Submission is refused\n");
    process.exit(1);
  }
  const cluster = newCluster();
  for (let number = 0; number < size; number++) {
    const expand = (text) => text.replaceAll("$(Process)", String(number)).replaceAll("$(DOLLAR)", "$");
    const job = {
      cluster, number, size, argv: [expand(commands.executable), ...words(commands.arguments).map(expand)], directory: expand(commands.initialdir),
      output: expand(commands.output), log: expand(commands.log), run: commands["my.excursionrun"].slice(1, -1), key: commands["my.excursionkey"].slice(1, -1),
    };
    writeFileSync(fileOf(cluster, number), JSON.stringify(job));
    log(job.log, "000", job, "Job submitted from host: <127.0.0.1:9618?addrs=127.0.0.1-9618&alias=here&noUDP&sock=schedd_1>");
    spawn(process.execPath, [import.meta.filename, "supervise", fileOf(cluster, number)], { detached: true, stdio: "ignore" }).unref();
  }
  process.stdout.write(`${cluster}.0 - ${cluster}.${size - 1}\n`);
}

/** A number that no other submission has, also when several are made at once. */
function newCluster() {
  for (let cluster = 1; ; cluster++) {
    try {
      mkdirSync(join(state, `cluster-${cluster}`));
      return cluster;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

function supervise(file) {
  const job = read(file);
  const output = openSync(job.output, "a");
  const child = spawn(job.argv[0], job.argv.slice(1), { cwd: job.directory, stdio: ["ignore", output, output] });
  log(job.log, "001", job, "Job executing on host: <127.0.0.1:9618?addrs=127.0.0.1-9618&alias=here&noUDP&sock=startd_1>");
  const removal = setInterval(() => {
    if (existsSync(`${file}.remove`)) child.kill("SIGTERM");
  }, 50);
  child.on("exit", (code, signal) => {
    clearInterval(removal);
    if (existsSync(`${file}.remove`)) log(job.log, "009", job, "Job was aborted.\n\tvia condor_rm (by user somebody)");
    else log(job.log, "005", job, `Job terminated.\n\t${signal === null ? `(1) Normal termination (return value ${code})` : "(0) Abnormal termination (signal 9)\n\t(0) No core file"}`);
    rmSync(file);
  });
}

function query(constraint) {
  const run = /^ExcursionRun == "(.*)"$/.exec(constraint)[1];
  const jobs = readdirSync(state).filter((name) => name.endsWith(".json")).map((name) => read(join(state, name))).filter((job) => job.run === run);
  const ads = jobs.map(({ cluster, number, key }) => ({ ClusterId: cluster, ProcId: number, ExcursionKey: key }));
  if (ads.length > 0) process.stdout.write(`[\n${ads.map((ad) => JSON.stringify(ad, undefined, 2)).join("\n,\n")}\n]\n`);
}

function remove(jobs) {
  for (const job of jobs) {
    if (existsSync(join(state, `${job}.json`))) writeFileSync(join(state, `${job}.json.remove`), "");
    else process.exitCode = 1;
  }
}

const [program, ...rest] = process.argv.slice(2);
if (program === "supervise") supervise(rest[0]);
else if (program === "condor_submit") submit(rest[1]);
else if (program === "condor_q") query(rest.at(-1));
else if (program === "condor_rm") remove(rest);
