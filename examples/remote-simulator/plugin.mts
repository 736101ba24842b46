// How excursion drives the simulator in simulator.mjs. For another one, rewrite `call` and the four functions in `build`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { definePlugin, EvaluationError, type JobStanding, z } from "excursion";

const longestAnswer = 1_000_000; // characters

export default definePlugin({
  name: "remote-simulator",

  // What the config may say beside "plugin". Texts complete "expected ...".
  options: z.strictObject({
    address: z
      .string()
      .regex(/^[\w.-]+:\d+$/, "expected host:port")
      .optional()
      .describe("host:port of a simulator that runs already; default: one is started for the scan."),
    pollSeconds: z.number().positive().default(0.2).describe("Time between two looks at a job."),
  }),

  async build({ address, pollSeconds }) {
    const own = address === undefined ? await startOwn() : undefined;
    const [host, port] = (address ?? own!.address).split(":") as [string, string];

    async function call(message: object, signal: AbortSignal): Promise<Record<string, unknown>> {
      const socket = connect({ host, port: Number(port), signal });
      socket.setTimeout(10_000, () => socket.destroy(Object.assign(new Error("no answer within 10 s"), { code: "ETIMEDOUT" })));
      socket.end(`${JSON.stringify(message)}\n`);
      let text = "";
      for await (const chunk of socket.setEncoding("utf8")) {
        text += chunk;
        if (text.length > longestAnswer) throw new EvaluationError(`expected at most ${longestAnswer} characters, got more`, true);
      }
      if (text === "") throw Object.assign(new Error("the simulator hung up"), { code: "ECONNRESET" });
      const answer = JSON.parse(text) as Record<string, unknown>;
      if ("error" in answer) throw new EvaluationError(`the simulator says: ${answer["error"]}`, false);
      return answer;
    }

    return {
      pollSeconds,

      // The simulator knows a job by id and attempt: what is handed in twice is simulated once.
      async submit({ id, attempt, seed, parameters }, { signal }) {
        const { job } = await call({ do: "submit", id, attempt, seed, parameters }, signal);
        return job as string;
      },

      async poll(job, { signal }) {
        const { state } = await call({ do: "poll", job }, signal);
        return state as JobStanding;
      },

      async fetch(job, { signal }) {
        const { reply } = await call({ do: "fetch", job }, signal);
        return reply;
      },

      async cancel(job, { signal }) {
        await call({ do: "cancel", job }, signal);
      },

      close: () => own?.stop(),
    };
  },
});

/** A simulator of the scan's own, which ends with the scan whatever happens to it: its standard input ends then. */
async function startOwn() {
  const simulator = join(import.meta.dirname, "simulator.mjs");
  const child = spawn(process.execPath, [simulator, "--until-input-ends"], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), once(child, "exit")]);
  const port = /\d+$/.exec(String(line))?.[0];
  if (port === undefined) throw new Error(`expected simulator.mjs to say its port, got ${line}`);
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
