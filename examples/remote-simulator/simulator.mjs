// A simulator behind a socket, as it may run on somebody else's machine: node simulator.mjs 7070
//
// One line of JSON in, one line of JSON out, one exchange a connection:
//   {"do": "submit", "id": "p-1", "attempt": 1, "seed": 7, "parameters": {...}}   {"job": "p-1.1"}   the same again: the same job
//   {"do": "poll", "job": "p-1.1"}                                                {"state": "running" | "ended" | "unknown"}
//   {"do": "fetch", "job": "p-1.1"}                                               {"reply": {...}}
//   {"do": "cancel", "job": "p-1.1"}                                              {}

import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Starts the simulator; `run(request, signal)` makes the reply of a job, `slots` jobs run at the same time. */
export async function startSimulator({ run, port = 0, slots = 4 }) {
  const jobs = new Map();
  let running = 0;

  function startNext() {
    for (const job of jobs.values()) {
      if (running >= slots) return;
      if (job.state === "waiting") void start(job);
    }
  }

  async function start(job) {
    job.state = "running";
    running++;
    try {
      job.reply = await run(job.request, job.abort.signal);
    } catch (error) {
      job.reply = { failed: error.message };
    }
    job.state = "ended";
    running--;
    startNext();
  }

  const answers = {
    submit({ id, attempt, seed, parameters }) {
      const job = `${id}.${attempt}`;
      if (!jobs.has(job)) jobs.set(job, { request: { id, attempt, seed, parameters }, state: "waiting", abort: new AbortController() });
      startNext();
      return { job };
    },
    poll({ job }) {
      const state = jobs.get(job)?.state ?? "unknown";
      return { state: state === "waiting" ? "running" : state };
    },
    fetch: ({ job }) => ({ reply: jobs.get(job)?.reply }),
    cancel({ job }) {
      const cancelled = jobs.get(job);
      jobs.delete(job);
      cancelled?.abort.abort();
      return {};
    },
  };

  function answerLine(line) {
    try {
      const message = JSON.parse(line);
      return answers[message.do](message);
    } catch (error) {
      return { error: error.message };
    }
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined); // whoever asked has gone
    createInterface({ input: socket })
      .once("line", (line) => socket.end(`${JSON.stringify(answerLine(line))}\n`))
      .once("close", () => socket.end()); // also when there was no line
  });
  await new Promise((resolve) => void server.listen(port, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    jobs,
    stop: () => new Promise((resolve) => void server.close(resolve)),
  };
}

const luminosity = 139_000; // 1/pb
const decays = 2000;

/**
 * A search for a long-lived particle that decays in the tracker, 4 to 300 mm from where it was made. Expected events at a mass in GeV and a
 * lifetime cτ in mm, from a Monte Carlo over the particle's boost.
 */
export function displacedVertices({ seed, parameters: { mass, lifetime } }) {
  const uniform = generator(seed);
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < decays; i++) {
    const boost = 0.4 - (900 / mass) * Math.log(1 - uniform()); // βγ
    const length = boost * lifetime;
    const acceptance = Math.exp(-4 / length) - Math.exp(-300 / length);
    sum += acceptance;
    sumOfSquares += acceptance ** 2;
  }
  const mean = sum / decays;
  const scale = luminosity * 2 * Math.exp(-mass / 130) * 0.3; // events
  const standardError = scale * Math.sqrt((sumOfSquares / decays - mean ** 2) / decays);
  return { observables: { signalEvents: { value: scale * mean, standardError } } };
}

/** Numbers in [0, 1) from a seed (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (process.argv[1] === import.meta.filename) {
  const run = async (request) => {
    await new Promise((resolve) => void setTimeout(resolve, 200)); // so that there is something to wait for
    return displacedVertices(request);
  };
  const { port } = await startSimulator({ run, port: Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 0) });
  process.stdout.write(`listening on port ${port}\n`);
  if (process.argv.includes("--until-input-ends")) process.stdin.on("end", () => process.exit()).resume();
}
