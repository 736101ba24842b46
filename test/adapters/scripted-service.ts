import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";
import { textOf } from "./simulators/acts-service.ts";

/** A request as the service got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What the service does with a request: a status with headers and body, or anything at all with the response. */
export type Reaction = readonly [status: number, headers?: Record<string, string>, body?: string] | ((response: ServerResponse, request: Received) => void);

export interface ScriptedService {
  readonly url: string;
  readonly received: readonly Received[];
  readonly connections: readonly Socket[];
}

/** A service on the loopback interface that reacts to one request after the other as scripted, to all further ones like the last; gone after the test. */
export async function serve(...script: readonly Reaction[]): Promise<ScriptedService> {
  const received: Received[] = [];
  const connections: Socket[] = [];
  const server = createServer((incoming, response) => void react(incoming, response));
  server.on("connection", (socket: Socket) => void connections.push(socket));

  async function react(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body: await textOf(incoming) };
    const reaction = script[Math.min(received.length, script.length - 1)]!;
    received.push(request);
    if (typeof reaction === "function") return reaction(response, request);
    const [status, headers = {}, body = ""] = reaction;
    response.writeHead(status, headers).end(body);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fit`, received, connections };
}
