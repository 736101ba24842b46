import { once } from "node:events";
import type { Redis } from "ioredis";
import { EvaluationError } from "../../src/evaluation/index.ts";

/** Where the password is looked for: a config, a journal and a command line are read by others. */
export const passwordVariable = "EXCURSION_REDIS_PASSWORD";

/** How long the first connection may take. */
const connectMilliseconds = 10_000;

interface QueuePackages {
  readonly bullmq: typeof import("bullmq");
  readonly Redis: typeof Redis;
}

/** The two packages that a scan without a queue does not need. Throws an EvaluationError when one is not installed. */
export async function loadQueuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, Redis: ioredis.Redis };
  } catch (error) {
    const { message } = error as Error;
    throw new EvaluationError(`expected the packages bullmq and ioredis, got ${message.split("\n")[0]}; npm install bullmq ioredis`, false);
  }
}

/** Why a text is not the address of a Redis, or undefined when it is: redis://host:6379, rediss:// with TLS, /2 for database 2. */
export function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== ""
    ? undefined
    : 'expected the address of a Redis, such as "redis://host:6379"';
}

export function hasPassword(url: string): boolean {
  return new URL(url).password !== "";
}

/** An address without what must not be shown. */
export function shownUrl(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  return url.href;
}

/**
 * Connects to a Redis. A connection that is lost later comes back by itself, and what was asked meanwhile is answered then.
 * Throws an EvaluationError when the first one does not succeed.
 */
export async function connectRedis(text: string): Promise<Redis> {
  const packages = await loadQueuePackages();
  const password = process.env[passwordVariable];
  const client = new packages.Redis(text, {
    maxRetriesPerRequest: null, // BullMQ insists: a command waits for as long as the connection is away
    lazyConnect: true,
    connectTimeout: connectMilliseconds,
    retryStrategy: (times) => Math.min(100 * times, 2000),
    ...(!hasPassword(text) && password !== undefined && { password }),
  });
  let problem = `no answer within ${connectMilliseconds / 1000} s`;
  client.on("error", ({ message }: Error) => void (problem = message));
  const limit = AbortSignal.timeout(connectMilliseconds);
  try {
    client.connect().catch(() => undefined); // it tries again by itself
    await once(client, "ready", { signal: limit });
    return client;
  } catch {
    client.disconnect();
    const repair = /NOAUTH|WRONGPASS/.test(problem) ? `; set the variable ${passwordVariable} to its password` : "";
    throw new EvaluationError(`expected a Redis at ${shownUrl(text)}, got ${problem}${repair}`, false);
  }
}
