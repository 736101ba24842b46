import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { connect as openSocket } from "node:net";
import { type Dispatcher, Pool } from "undici";
import { type Clock, describeError, EvaluationError, maximumReplyBytes } from "../../src/evaluation/index.ts";
import { throwIfAborted } from "../closable.ts";
import { PlaceUnreachable } from "../job.ts";
import { sameOrigin, shown } from "./origin.ts";

/** A complete response. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly from: URL; // after redirections
}

export interface Call {
  readonly method: "POST" | "GET" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ConnectionOptions {
  readonly url: URL;
  readonly token?: string;
  readonly connections: number; // at most
  readonly connectTimeoutSeconds: number;
  readonly headersTimeoutSeconds: number;
  readonly bodyTimeoutSeconds: number;
  readonly clock: Clock;
}

/** Connections to one origin, kept alive between calls. */
export interface Connection {
  /** Rejects with an EvaluationError when no complete answer within the limits comes back, with a PlaceUnreachable when that may pass. */
  call(call: Call, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

/** Thrown when the origin could not even be connected to: it is down, or the network is. */
export class NotConnected extends PlaceUnreachable {}

const connectErrors = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

const mostRedirections = 5;

/** Throws an EvaluationError unless something listens at the origin. */
export async function probe({ url, connectTimeoutSeconds }: Pick<ConnectionOptions, "url" | "connectTimeoutSeconds">): Promise<void> {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const socket = openSocket({ port, host: url.hostname.replace(/^\[|\]$/g, "") });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(connectTimeoutSeconds * 1000) });
  } catch (error) {
    throw new EvaluationError(`evaluator.url: expected a service at ${url.origin}, got ${describeError(error)}; is it running?`, false);
  } finally {
    socket.on("error", () => undefined).destroy();
  }
}

export function connect(options: ConnectionOptions): Connection {
  const { url, token, connections, connectTimeoutSeconds, headersTimeoutSeconds, bodyTimeoutSeconds, clock } = options;
  // undici's own limits on headers and body count from the last byte: an answer that trickles in would never end.
  const pool = new Pool(url.origin, { connections, connect: { timeout: connectTimeoutSeconds * 1000 }, headersTimeout: 0, bodyTimeout: 0 });

  async function callOnce({ method, url: target, headers, body }: Call, signal: AbortSignal): Promise<Answer> {
    const limit = new AbortController();
    const within = (seconds: number, option: string, what: string): (() => void) =>
      clock.after(seconds * 1000, () => limit.abort(new Error(`expected ${what} within ${seconds} s (evaluator.${option}), got none`)));
    let stopTimer = within(headersTimeoutSeconds, "headersTimeoutSeconds", "an answer");
    try {
      const response = await pool.request({
        method,
        path: `${target.pathname}${target.search}`,
        headers: {
          accept: "application/json",
          "accept-encoding": "identity",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body }),
        signal: AbortSignal.any([signal, limit.signal]),
      });
      stopTimer();
      stopTimer = within(bodyTimeoutSeconds, "bodyTimeoutSeconds", "a complete answer");
      return { status: response.statusCode, headers: response.headers, text: await readText(response), from: target };
    } catch (error) {
      throwIfAborted(signal);
      throw explained(`${method} ${shown(target)}`, limit.signal.aborted ? limit.signal.reason : error);
    } finally {
      stopTimer();
    }
  }

  return {
    async call(call, signal) {
      let current = call;
      for (let i = 0; i <= mostRedirections; i++) {
        const answer = await callOnce(current, signal);
        const next = redirected(current, answer);
        if (next === undefined) return answer;
        current = next;
      }
      throw new EvaluationError(`${call.method} ${shown(call.url)}: expected at most ${mostRedirections} redirections, got more`, false);
    },
    close: () => pool.destroy(),
  };
}

/** The call that a redirection asks for, on the same origin only; undefined when the answer is none. */
function redirected(call: Call, { status, headers, from }: Answer): Call | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const location = headers.location;
  if (location === undefined) throw new EvaluationError(`${call.method} ${shown(from)}: expected a Location with status ${status}, got none`, false);
  const url = sameOrigin(location, from);
  if (status === 303) return { method: "GET", url };
  if (call.method === "POST" && status < 303) {
    throw new EvaluationError(`POST ${shown(from)}: expected no redirection that may lose the request, got status ${status} to ${shown(url)}; give that as url`, false);
  }
  return { ...call, url };
}

async function readText({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  const encoding = headers["content-encoding"] ?? "identity";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    if (encoding !== "identity") throw new EvaluationError(`expected an answer that is not compressed, as was asked for, got ${String(encoding)}`, true);
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maximumReplyBytes) throw new EvaluationError(`expected an answer of at most ${maximumReplyBytes} bytes, got more`, true);
      chunks.push(chunk);
    }
  } catch (error) {
    body.on("error", () => undefined).destroy();
    throw error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Certificates do not mend themselves; a network may. */
function explained(call: string, error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return new EvaluationError(`${call}: ${error.message}`, error.retryable);
  const reason = describeError(error);
  const code = String((error as NodeJS.ErrnoException).code ?? "");
  if (connectErrors.test(code)) return new NotConnected(`${call}: ${reason}`);
  if (!/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_(?:GET|VERIFY)/.test(code)) return new PlaceUnreachable(`${call}: ${reason}`);
  const repair = "name the authority's certificate in NODE_EXTRA_CA_CERTS if the service is yours";
  return new EvaluationError(`${call}: expected a certificate that can be trusted, got ${reason}; ${repair}`, false);
}
