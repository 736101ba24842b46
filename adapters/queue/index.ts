import { z } from "zod";
import { EvaluationError, type EvaluatorPlugin, systemClock } from "../../src/evaluation/index.ts";
import { wrappedOptions } from "../wrapped/options.ts";
import { createQueueEvaluator } from "./evaluator.ts";
import { queueNameOf } from "./queue-name.ts";
import { connectRedis, hasPassword, loadQueuePackages, passwordVariable, shownUrl, urlProblem } from "./redis.ts";

export { passwordVariable, urlProblem } from "./redis.ts";
export { type QueueWorker, startQueueWorker } from "./worker.ts";

const options = z.strictObject({
  url: z
    .string()
    .superRefine((url, { addIssue }) => {
      const problem = urlProblem(url);
      if (problem !== undefined) addIssue({ code: "custom", message: problem });
      else if (hasPassword(url)) addIssue({ code: "custom", message: `expected no password here, since configs are passed on; set the variable ${passwordVariable} instead` });
    })
    .describe("The Redis of the queue, such as redis://host:6379; its password comes from the environment variable EXCURSION_REDIS_PASSWORD."),
  evaluator: wrappedOptions,
  queue: z.string().regex(/^[\w.-]{1,60}$/, "expected at most 60 letters, digits, \".\", \"_\" and \"-\"").optional()
    .describe("Name of the queue, where scan and workers have files of the evaluator that differ. Default: one of the evaluator's own."),
});

/** Evaluates by workers (`excursion worker`) that take points from a queue on Redis, on any number of machines. */
export const queueAdapter: EvaluatorPlugin<typeof options> = {
  name: "queue",
  options,
  async build({ url, evaluator, queue: queueName }, environment) {
    const { workers, clock = systemClock, note = () => undefined } = environment;
    const { bullmq } = await loadQueuePackages();
    const client = await connectRedis(url);
    try {
      const queue = new bullmq.Queue(queueNameOf(evaluator, environment, queueName), { connection: client });
      queue.on("error", () => undefined); // the connection comes back
      const listening = await queue.getWorkersCount().catch(() => undefined); // not every Redis tells
      if (listening === 0) note(`no worker evaluates for this scan yet; on any machine, with this config and its evaluator: excursion worker ${shownUrl(url)}`);
      return createQueueEvaluator({ queue, client, workers, clock, note });
    } catch (error) {
      client.disconnect();
      throw new EvaluationError("expected a usable queue", false, { cause: error });
    }
  },
};
