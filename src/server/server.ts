import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Refusal, type RefusalKind } from "../scan/index.ts";
import { cookieName, isLoopback, isOwnHost, isToken, randomToken, tokenOf } from "./access.ts";
import { apiActions, type ApiAction } from "./api.ts";
import { sendEvents } from "./event-stream.ts";
import { openApiDocument } from "./openapi.ts";
import { pageAssets } from "./page-assets.ts";
import { folderPage, scanPage } from "./pages.ts";
import type { ScanShelf } from "./scan-shelf.ts";
import type { ServedScan } from "./served-scan.ts";

export interface ServerOptions {
  readonly host?: string; // default 127.0.0.1
  readonly port?: number; // default: any that is free
  readonly token?: string; // default: a random one; required where the host is not this computer alone
  readonly version: string;
  /** Told of every request that was refused, and of what went wrong. */
  readonly onNote: (note: string) => void;
}

export interface RunningServer {
  readonly url: string; // with the token, for a browser
  readonly origin: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Bytes of a request's body at most. */
const largestBody = 64 * 1024;

const statusOf: Readonly<Record<RefusalKind, number>> = { unknown: 404, gone: 410, conflict: 409, invalid: 400 };

/** A request that is answered with this status and message. */
class HttpProblem extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Serves the pages and the API of scans. Throws a RangeError for a host that others can reach without a token of the user's own, and
 * what the system says when the port cannot be had.
 */
export async function startServer(shelf: ScanShelf, options: ServerOptions): Promise<RunningServer> {
  const { host = "127.0.0.1", port = 0, onNote } = options;
  if (!isLoopback(host) && (options.token ?? "") === "") {
    throw new RangeError(`expected a token of your own where others can reach the server (host ${host}), got none; give --token`);
  }
  const token = options.token ?? randomToken();
  const app = fastify({ bodyLimit: largestBody, forceCloseConnections: "idle", routerOptions: { maxParamLength: 2000 } });
  app.removeContentTypeParser("text/plain");
  const portOf = (): number => (app.server.address() as AddressInfo | null)?.port ?? 0;
  guard(app, token, host, portOf, onNote);
  addPages(app, shelf, token, portOf);
  addApi(app, shelf, options);
  await app.listen({ host, port });
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const origin = `http://${shownHost.includes(":") ? `[${shownHost}]` : shownHost}:${portOf()}`;
  return { url: `${origin}/?token=${encodeURIComponent(token)}`, origin, token, close: () => app.close() };
}

/** Every request needs our host name and the token; a page of somebody else's cannot act with the cookie of ours. */
function guard(app: FastifyInstance, token: string, host: string, portOf: () => number, onNote: (note: string) => void): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store", "x-frame-options": "DENY" });
    if (!isOwnHost(request.headers.host, host)) {
      throw new HttpProblem(403, `expected the Host header to name this server, got ${JSON.stringify(request.headers.host ?? "")}`);
    }
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${request.headers.host}`) throw new HttpProblem(403, `expected a request of this server's own pages, got one of ${origin}`);
    const given = request.method === "GET" ? (queryToken(request) ?? tokenOf(request.headers, portOf())) : tokenOf(request.headers, portOf());
    if (!isToken(token, given)) {
      throw new HttpProblem(401, "expected the token of this server, as Authorization: Bearer or by opening the address that was printed at its start, got another or none");
    }
  });
  app.setNotFoundHandler(async (request) => {
    throw new HttpProblem(404, `expected an address of this server, got ${request.method} ${request.url.split("?")[0]}`);
  });
  app.setErrorHandler((error: Error & { readonly statusCode?: number; readonly code?: string }, request, reply) => {
    const status = error instanceof Refusal ? statusOf[error.kind] : (error.statusCode ?? 500);
    const message = messageOf(error, status);
    onNote(`${request.method} ${request.url.split("?")[0]}: ${status} ${status < 500 ? message : (error.stack ?? message)}`);
    return reply.code(status).send({ error: message });
  });
}

function messageOf({ code, message }: { readonly code?: string; readonly message: string }, status: number): string {
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return `expected a body of at most ${largestBody} bytes, got a larger one`;
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return "expected a body with the content type application/json, got another";
  if (code === "FST_ERR_CTP_EMPTY_JSON_BODY") return "expected a JSON body, got an empty one";
  if (status === 400 && /JSON/.test(message)) return `expected a JSON body, got ${message}`;
  return message;
}

function queryToken(request: FastifyRequest): string | undefined {
  const { token } = request.query as { readonly token?: unknown };
  return typeof token === "string" ? token : undefined;
}

function addPages(app: FastifyInstance, shelf: ScanShelf, token: string, portOf: () => number): void {
  /** The address with the token sets a cookie and leads to the one without, so that the token stays out of bookmarks and histories. */
  function enter(request: FastifyRequest, reply: FastifyReply): boolean {
    if (queryToken(request) === undefined) return false; // it has been compared
    reply.header("set-cookie", `${cookieName(portOf())}=${token}; HttpOnly; SameSite=Strict; Path=/`).redirect(request.url.split("?")[0]!);
    return true;
  }
  const html = (reply: FastifyReply, { text, policy }: { readonly text: string; readonly policy: string }) =>
    reply.header("content-security-policy", policy).type("text/html; charset=utf-8").send(text);

  app.get("/", async (request, reply) => {
    if (enter(request, reply)) return reply;
    return html(reply, shelf.only === undefined ? folderPage(await shelf.list()) : scanPage(shelf.only, false));
  });
  app.get<{ Params: { scan: string } }>("/scans/:scan", async (request, reply) => {
    if (enter(request, reply)) return reply;
    return html(reply, scanPage(await found(shelf, request.params.scan), shelf.only === undefined));
  });
  for (const { path, type, read } of pageAssets) {
    app.get(path, async (_, reply) => reply.header("cache-control", "private, max-age=3600").type(type).send(await read()));
  }
}

function addApi(app: FastifyInstance, shelf: ScanShelf, { version, onNote }: ServerOptions): void {
  const document = openApiDocument(version);
  app.get("/openapi.json", async () => document);
  app.get("/api/scans", async () => ({ scans: await shelf.list() }));
  app.get<{ Params: { scan: string } }>("/api/scans/:scan", async (request) => (await found(shelf, request.params.scan)).state());
  app.get<{ Params: { scan: string } }>("/api/scans/:scan/events", async (request, reply) => {
    const scan = await found(shelf, request.params.scan);
    reply.hijack();
    sendEvents(scan.feed, reply.raw);
  });
  for (const one of apiActions) {
    app.post<{ Params: { scan: string } }>(`/api/scans/:scan/${one.name}`, async (request, reply) => {
      const scan = await found(shelf, request.params.scan);
      try {
        return await carryOut(one, scan, request.body, reply);
      } catch (error) {
        if (error instanceof Refusal || error instanceof HttpProblem) scan.note({ kind: "trouble", text: `${one.name} refused: ${error.message}` });
        throw error;
      }
    });
  }
  app.addHook("onClose", () => onNote("the server has stopped"));
}

async function carryOut(one: ApiAction, scan: ServedScan, given: unknown, reply: FastifyReply): Promise<unknown> {
  const { success, data, error } = one.body.safeParse(given);
  if (!success) {
    const { path, message } = error.issues[0]!;
    throw new HttpProblem(400, `${path.length === 0 ? "body" : path.join(".")}: ${message}`);
  }
  const gone = new AbortController();
  void once(reply.raw, "close").then(() => gone.abort());
  return one.act(scan, data, gone.signal);
}

async function found(shelf: ScanShelf, id: string): Promise<ServedScan> {
  const scan = await shelf.open(id);
  if (scan === undefined) throw new HttpProblem(404, `expected the id of a scan that is served, got ${JSON.stringify(id)}; /api/scans lists them`);
  return scan;
}
