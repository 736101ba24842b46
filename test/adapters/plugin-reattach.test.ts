import { describe } from "vitest";
import { evaluatorOfWork } from "../../adapters/plugin/work.ts";
import { systemClock, type JobWork } from "../../src/evaluation/index.ts";
import { HeldJobs } from "./held-jobs.ts";
import { checkReattachLaws } from "./held-world.ts";

describe("plugin, with jobs", () => {
  checkReattachLaws({
    async open() {
      const held = new HeldJobs();
      const work: JobWork = {
        pollSeconds: 0.02,
        submit(request) {
          const name = `${request.id}.${request.attempt}`;
          held.submit(name, request);
          return name;
        },
        poll(name) {
          const job = held.jobs.get(name);
          if (job === undefined) return "unknown";
          return job.hasEnded ? "ended" : "running";
        },
        fetch: (name) => held.reply(name),
        cancel: (name) => void held.jobs.delete(name),
      };
      return {
        connect: async () => evaluatorOfWork(work, 8, systemClock),
        started: (id) => held.started(id),
        release: async (id) => held.release(id),
        finished: async () => undefined, // what is let go has finished
        runs: async (id) => held.runs(id),
        close: async () => undefined,
      };
    },
  });
});
