import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { acts, playAct } from "../../../src/testing/evaluator-acts.ts";
import type { EvaluationRequest } from "../../../src/evaluation/index.ts";

export interface ActsService {
  readonly url: string;
  stop(): Promise<void>;
}

/** A service that plays the acts and lets in whoever has the token: answering at once, or with jobs to poll. */
export async function startActsService(token: string, withJobs: boolean): Promise<ActsService> {
  const jobs = new Map<string, EvaluationRequest>(); // by the path under which they are polled
  const server = createServer((request, response) => void answer(request, response));

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers, url = "" } = incoming;
    if (headers.authorization !== `Bearer ${token}` || headers["x-injected"] !== undefined) return send(response, 401, { failed: "who are you?" });
    if (method === "GET") return perform(jobs.get(url), incoming, response);
    if (method === "DELETE") return send(response, jobs.delete(url) ? 204 : 404, {});
    const request = JSON.parse(await textOf(incoming)) as EvaluationRequest;
    if (headers["idempotency-key"] !== encodeURIComponent(request.id.toWellFormed())) return send(response, 400, { failed: "expected the id as key" });
    if (!withJobs) return perform(request, incoming, response);
    const path = `/jobs/${encodeURIComponent(request.id.toWellFormed())}`;
    jobs.set(path, request);
    response.writeHead(202, { location: path, "retry-after": "0" }).end();
  }

  function perform(request: EvaluationRequest | undefined, incoming: IncomingMessage, response: ServerResponse): void {
    switch (request?.parameters["act"]) {
      case undefined:
        return send(response, 404, {});
      case acts.crash:
        return withJobs ? send(response, 410, {}) : void incoming.socket.destroy();
      case acts.hang:
        return withJobs ? void response.writeHead(202).end() : undefined;
      case acts.late:
        response.once("close", () => send(response, 200, playAct(request!)));
        return;
      case acts.garbage:
        return void response.writeHead(200, { "content-type": "text/html" }).end("<p>done</p>");
      case acts.flood:
        return flood(response);
      case acts.twice: {
        const text = JSON.stringify(playAct(request!));
        return void incoming.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`.repeat(2));
      }
      case acts.error:
        return send(response, 500, { failed: "singular matrix" });
      case acts.leak:
        return send(response, 403, { error: `the token ${incoming.headers.authorization} is not welcome` });
      case acts.infeasible:
        return send(response, 422, playAct(request!));
      default:
        return send(response, 200, playAct(request!));
    }
  }

  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/evaluate`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

export async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function send(response: ServerResponse, status: number, body: object | undefined, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function flood(response: ServerResponse): void {
  const block = Buffer.alloc(2 ** 16, "x");
  const pour = (): void => {
    while (!response.destroyed && response.write(block));
  };
  response.on("drain", pour);
  pour();
}
