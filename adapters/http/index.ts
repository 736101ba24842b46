import { z } from "zod";
import { EvaluationError, type Evaluator, type EvaluatorPlugin, systemClock } from "../../src/evaluation/index.ts";
import { closable } from "../closable.ts";
import { runAsJob } from "../job.ts";
import { readSecret, withoutSecrets } from "../secrets.ts";
import { shown } from "./origin.ts";

const seconds = (standard: number) => z.number().positive().max(2_147_483).default(standard);

const options = z.strictObject({
  url: z
    .string()
    .refine(isServiceAddress, "expected an address that starts with http:// or https://, without a user and a password in it")
    .describe("Address of the service; each point is sent to it with POST."),
  tokenEnvironmentVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable, not the token itself")
    .optional()
    .describe("Environment variable that holds the token of the service, sent as Authorization: Bearer."),
  connectTimeoutSeconds: seconds(10).describe("Time for a connection to come about."),
  headersTimeoutSeconds: seconds(300).describe("Time for an answer to begin; a service that computes longer answers 202 and is polled."),
  bodyTimeoutSeconds: seconds(30).describe("Time for an answer to be complete once it has begun."),
  pollSeconds: seconds(2).describe("Time between two looks at a job; a Retry-After of the service comes first."),
  busySeconds: seconds(3600).describe("Time for which a service that is busy (429, 503) is asked again before the attempt counts as failed."),
});

/** Evaluates by asking an HTTP service, which answers at once or names a job to poll [RFC9110]; its token travels as a bearer's [RFC6750]. */
export const httpAdapter: EvaluatorPlugin<typeof options> = {
  name: "http",
  options,
  async build(given, { workers, clock = systemClock }): Promise<Evaluator> {
    const url = new URL(given.url);
    const variable = given.tokenEnvironmentVariable;
    const token = variable === undefined ? undefined : readSecret(variable, "evaluator.tokenEnvironmentVariable");
    if (token !== undefined && url.protocol === "http:" && !isLoopback(url.hostname)) {
      throw new EvaluationError(
        `evaluator.url: expected https where a token is sent, got ${shown(url)}; anybody on the way could read the token (a tunnel to localhost is fine)`,
        false,
      );
    }
    const { connect, probe, servicePlace } = await import("./service.ts"); // the client takes a while to load, and few commands need it
    await probe({ ...given, url });
    const connection = connect({ ...given, url, connections: workers, clock, ...(token !== undefined && { token }) });
    const place = servicePlace(connection, { ...given, url, clock });
    const evaluator = closable(workers, (request, context) => runAsJob(place, request, context, clock), () => connection.close(), clock);
    return withoutSecrets(evaluator, token === undefined ? [] : [token]);
  },
};

function isServiceAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
