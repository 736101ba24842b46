import { createServer } from "node:net";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { httpAdapter } from "../../adapters/http/index.ts";
import { retryAfterSeconds } from "../../adapters/http/retry-after.ts";
import { httpEvaluator, jumpingClock, observed, outcomeOf } from "./http-evaluator.ts";
import { context, environment, request, scratch } from "./scratch.ts";
import { type Reaction, serve } from "./scripted-service.ts";

const json = { "content-type": "application/json" };
const result: Reaction = [200, json, '{"observables": {"y": 0.25}}'];

describe("the contract", () => {
  test("a point is sent as JSON with its id as idempotency key", async () => {
    const { url, received } = await serve(result);
    const asked = { ...request({ x: 1e-7, mass: 0.1 + 0.2 }), attempt: 3 };
    expect(await outcomeOf(await httpEvaluator({ url: `${url}?model=a%20b` }), asked)).toEqual(observed(0.25));
    const [{ method, path, headers, body }] = received as [(typeof received)[0]];
    expect([method, path]).toEqual(["POST", "/fit?model=a%20b"]);
    expect(headers).toMatchObject({ "idempotency-key": asked.id, ...json, accept: "application/json", "accept-encoding": "identity" });
    expect(headers["authorization"]).toBeUndefined();
    expect(JSON.parse(body)).toEqual(asked);
  });

  test.each<[string, Reaction, object]>([
    ["a result whatever its content type says", [200, {}, '{"observables": {"y": 0.25}}'], observed(0.25)],
    ["NaN as a number that is none", [200, json, '{"observables": {"y": NaN}}'],
      { kind: "failed", reason: 'observable "y", value: expected a finite number, got NaN', retryable: false }],
    ["422 with the reason as JSON", [422, json, '{"infeasible": "tachyon"}'], { kind: "infeasible", reason: "tachyon" }],
    ["422 with the reason as text", [422, {}, "tachyon\n"], { kind: "infeasible", reason: "tachyon" }],
    ["422 without a reason", [422], { kind: "infeasible", reason: "no reason given" }],
    ["a failure as result", [200, json, '{"failed": "no licence", "retryable": true}'], { kind: "failed", reason: "no licence", retryable: true }],
    ["a failure that explains a status", [500, json, '{"failed": "singular matrix"}'], { kind: "failed", reason: "singular matrix", retryable: false }],
  ])("%s", async (_what, reaction, outcome) => {
    const { url } = await serve(reaction);
    expect(await outcomeOf(await httpEvaluator({ url }))).toEqual(outcome);
  });

  test.each<[number, boolean, RegExp]>([
    [500, true, /^status 500 from http:.*\/fit: expected status 200, 202, 422, 429 or 503: oh dear$/],
    [502, true, /oh dear/],
    [504, true, /oh dear/],
    [408, true, /oh dear/],
    [201, false, /oh dear/],
    [400, false, /oh dear/],
    [404, false, /status 404/],
    [401, false, /expected access: oh dear; check evaluator.tokenEnvironmentVariable/],
    [403, false, /expected access/],
  ])("status %d is a failure, worth a retry: %s", async (status, retryable, reason) => {
    const { url } = await serve([status, {}, "oh dear"]);
    expect(await outcomeOf(await httpEvaluator({ url }))).toEqual({ kind: "failed", reason: expect.stringMatching(reason), retryable });
  });

  test("connections are kept, and never more than `workers` points are there at the same time", async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const { url, connections } = await serve((response) => {
      waiting.push(() => response.end('{"observables": {"y": 1}}'));
      most = Math.max(most, waiting.length);
      if (waiting.length === 2) setImmediate(() => waiting.splice(0).forEach((answer) => answer()));
    });
    const evaluator = await httpEvaluator({ url }, jumpingClock(), 2);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(evaluator)));
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => observed(1)));
    expect([most, connections.length]).toEqual([2, 3]); // one to see whether the service is there
  });
});

describe("a service that is busy", () => {
  test("is asked again when it says, or after ever longer pauses", async () => {
    const { url, received } = await serve(
      [429, { "retry-after": "7" }], [503, { "retry-after": "Thu, 01 Jan 2026 12:01:07 GMT" }], [503], [429], [503, { "retry-after": "soon" }], result,
    );
    const clock = jumpingClock();
    const asked = request();
    expect(await outcomeOf(await httpEvaluator({ url }, clock), asked)).toEqual(observed(0.25));
    expect(clock.pauses).toEqual([7, 60, 4, 8, 16]);
    expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual(Array.from({ length: 6 }, () => asked.id));
  });

  test("costs an attempt once busySeconds are over", async () => {
    const { url } = await serve([503, {}, "maintenance"]);
    const clock = jumpingClock();
    expect(await outcomeOf(await httpEvaluator({ url, busySeconds: 100 }, clock))).toEqual({
      kind: "failed",
      reason: `asked 7 times in vain, evaluator.busySeconds is over: ${url} answered with status 503: maintenance`,
      retryable: true,
    });
    expect(clock.pauses).toEqual([1, 2, 4, 8, 16, 32]);
  });

  test("that wants to be left alone for longer costs an attempt at once", async () => {
    const { url, received } = await serve([429, { "retry-after": "7200" }]);
    expect(await outcomeOf(await httpEvaluator({ url }))).toMatchObject({ reason: expect.stringMatching(/status 429, to be asked again in 7200 s$/), retryable: true });
    expect(received).toHaveLength(1);
  });

  test.each([["12", 12], ["Thu, 01 Jan 1970 00:00:09 GMT", 9], ["Thu, 01 Jan 1960 00:00:00 GMT", 0], ["-1", undefined], ["1e9", undefined], ["tomorrow", undefined], [undefined, undefined]])(
    "Retry-After: %s means %s s", (header, seconds) => expect(retryAfterSeconds(header, 0)).toBe(seconds),
  );
});

describe("a hostile service", () => {
  test("whose answer does not begin", async () => {
    const { url } = await serve(() => undefined);
    expect(await outcomeOf(await httpEvaluator({ url, headersTimeoutSeconds: 5 }))).toEqual({
      kind: "failed", reason: `POST ${url}: expected an answer within 5 s (evaluator.headersTimeoutSeconds), got none`, retryable: true,
    });
  });

  test("whose answer trickles in and does not end", async () => {
    const { url } = await serve((response) => {
      const trickle = (): void => void (response.destroyed || response.write(" ", () => setImmediate(trickle)));
      trickle();
    });
    expect(await outcomeOf(await httpEvaluator({ url, bodyTimeoutSeconds: 5 }))).toEqual({
      kind: "failed", reason: `POST ${url}: expected a complete answer within 5 s (evaluator.bodyTimeoutSeconds), got none`, retryable: true,
    });
  });

  test.each<[string, Reaction, RegExp]>([
    ["sends more than a reply can be", [200, json, `"${"x".repeat(2 ** 20)}"`], /expected an answer of at most 1048576 bytes, got more$/],
    ["sends a bomb of zeros, compressed", (response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(2 ** 26))),
      /expected an answer that is not compressed, as was asked for, got gzip$/],
    ["sends a page", [200, { "content-type": "text/html" }, "<p>Please log in</p>"], /status 200 from .*: expected JSON, got text\/html: <p>Please log in<\/p>$/],
    ["sends nothing", [200], /expected JSON, got no content type$/],
    ["sends half an answer", (response) => void response.writeHead(200, { "content-length": "100" }).write('{"obs', () => response.destroy()), /^POST http/],
    ["hangs up", (response) => void response.destroy(), /other side closed|ECONNRESET/],
    ["resets the connection", (response) => void response.socket!.resetAndDestroy(), /ECONNRESET|other side closed/],
    ["speaks another protocol", (response) => void response.socket!.end("SSH-2.0-OpenSSH_9.2\r\n"), /HTTPParserError|Expected HTTP/],
    ["sends headers without end", (response) => void response.socket!.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(2 ** 20)}`), /HeadersOverflow|HPE|HTTP/],
    ["answers for another point", [200, json, '{"id": "p-other", "observables": {"y": 1}}'], /^expected the reply to p-\d+, got that to 'p-other'$/],
  ])("that %s costs an attempt that may be repeated", async (_what, reaction, reason) => {
    const { url } = await serve(reaction, result);
    const evaluator = await httpEvaluator({ url });
    expect(await outcomeOf(evaluator)).toEqual({ kind: "failed", reason: expect.stringMatching(reason), retryable: true });
    expect(await outcomeOf(evaluator)).toEqual(observed(0.25));
  });

  test("that is away for a moment is waited for; away for longer costs an attempt that may be repeated", async () => {
    const text = '{"observables": {"y": 0.5}}';
    const server = createServer((socket) => void socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`)));
    const listen = async (at: number) => {
      server.listen(at, "127.0.0.1");
      await once(server, "listening");
      return (server.address() as { port: number }).port;
    };
    const port = await listen(0);
    const url = `http://127.0.0.1:${port}/`;
    const clock = jumpingClock();
    const evaluator = await httpEvaluator({ url }, clock);
    server.close();
    await once(server, "close");
    expect(await outcomeOf(evaluator)).toEqual({ kind: "failed", reason: expect.stringMatching(`^POST ${url}: connect ECONNREFUSED`), retryable: true });
    expect(clock.pauses).toEqual([1, 2, 4, 8, 16, 32]);
    await listen(port);
    expect(await outcomeOf(evaluator)).toEqual(observed(0.5));
    server.close();
  });

  test("that is not there when the scan begins is told at once", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, "close");
    await expect(httpEvaluator({ url: `http://127.0.0.1:${port}/fit?key=7` })).rejects.toThrow(
      `evaluator.url: expected a service at http://127.0.0.1:${port}, got connect ECONNREFUSED 127.0.0.1:${port}; is it running?`,
    );
  });

  test("that accepts a connection and never completes it", async () => {
    const server = createServer().listen(0, "127.0.0.1"); // it does not take part in the TLS handshake
    onTestFinished(() => void server.close());
    server.on("connection", (socket) => onTestFinished(() => void socket.destroy()));
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    expect(await outcomeOf(await httpEvaluator({ url: `https://127.0.0.1:${port}/`, connectTimeoutSeconds: 0.05 }))).toEqual({
      kind: "failed", reason: expect.stringMatching(/Connect Timeout/), retryable: true,
    });
  });
});

describe("redirections", () => {
  test("on the same host are followed with the request", async () => {
    const { url, received } = await serve([307, { location: "/fit/" }], [308, { location: "./again" }], result);
    expect(await outcomeOf(await httpEvaluator({ url }))).toEqual(observed(0.25));
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /fit", "POST /fit/", "POST /fit/again"]);
    expect(received[2]!.body).toBe(received[0]!.body);
  });

  test("See Other leads to the result", async () => {
    const { url, received } = await serve([303, { location: "/results/1" }], result);
    expect(await outcomeOf(await httpEvaluator({ url }))).toEqual(observed(0.25));
    expect(received[1]).toMatchObject({ method: "GET", path: "/results/1", body: "" });
  });

  test.each<[string, (other: string) => Reaction]>([
    ["a redirection", (other) => [307, { location: `${other}/fit` }]],
    ["a redirection that goes by the name", (other) => [307, { location: other.replace("127.0.0.1", "localhost") }]],
    ["a job", (other) => [202, { location: `${other}/jobs/1` }]],
    ["a result", (other) => [303, { location: other.replace("http:", "") }]],
  ])("to another host are refused, and the token does not go there: %s", async (_what, reaction) => {
    vi.stubEnv("FIT_TOKEN", "open-sesame");
    const other = await serve(result);
    const { url, received } = await serve(reaction(new URL(other.url).origin));
    expect(await outcomeOf(await httpEvaluator({ url, tokenEnvironmentVariable: "FIT_TOKEN" }))).toEqual({
      kind: "failed", reason: expect.stringMatching(`expected ${new URL(url).origin} to refer to an address of its own, got http://`), retryable: false,
    });
    expect(received[0]!.headers["authorization"]).toBe("Bearer open-sesame");
    expect([received.length, other.connections.length]).toEqual([1, 0]);
    vi.unstubAllEnvs();
  });

  test.each<[string, Reaction, RegExp]>([
    ["without end", [307, { location: "/fit" }], /expected at most 5 redirections, got more$/],
    ["that lose the request", [301, { location: "/new" }], /expected no redirection that may lose the request, got status 301 to .*\/new; give that as url$/],
    ["to nowhere", [302], /expected a Location with status 302, got none$/],
    ["to a file", [307, { location: "file:///etc/passwd" }], /expected http:.* to refer to an address of its own, got null\/etc\/passwd/],
    ["with a user", (response) => void response.writeHead(307, { location: `http://a:b@${new URL(`http://${response.req.headers.host}`).host}/` }).end(), /address of its own/],
    ["to no address", [307, { location: "http://[" }], /something that is no address/],
  ])("%s are refused", async (_what, reaction, reason) => {
    const { url } = await serve(reaction);
    expect(await outcomeOf(await httpEvaluator({ url }))).toEqual({ kind: "failed", reason: expect.stringMatching(reason), retryable: false });
  });
});

describe("options", () => {
  const built = (options: object) => httpAdapter.build(httpAdapter.options.parse(options), environment(scratch)).then((evaluator) => evaluator.close());

  test.each([
    ["ftp://host/", /address that starts with http/],
    ["localhost:8000", /address that starts with http/],
    ["http://user:password@host/", /without a user and a password/],
  ])("%s is no address of a service", (url, message) => {
    expect(() => httpAdapter.options.parse({ url })).toThrow(message);
  });

  test.each([
    ["is not set", undefined, "evaluator.tokenEnvironmentVariable: expected the environment variable FIT_TOKEN to hold a secret, got none; export FIT_TOKEN=..."],
    ["is empty", " ", "got none"],
    ["would inject a header", "a\r\nX-Injected: yes", "expected a secret of visible ASCII characters in FIT_TOKEN, got others"],
  ])("a token that %s is told before anything is sent", async (_what, token, message) => {
    vi.stubEnv("FIT_TOKEN", token);
    await expect(built({ url: "http://127.0.0.1:1/", tokenEnvironmentVariable: "FIT_TOKEN" })).rejects.toThrow(message);
    vi.unstubAllEnvs();
  });

  test("a token is for https, or for this very machine", async () => {
    vi.stubEnv("FIT_TOKEN", "open-sesame");
    await expect(built({ url: "http://fits.example/v1?key=1", tokenEnvironmentVariable: "FIT_TOKEN" })).rejects.toThrow(
      "evaluator.url: expected https where a token is sent, got http://fits.example/v1; anybody on the way could read the token (a tunnel to localhost is fine)",
    );
    const { url } = await serve(result);
    const { port } = new URL(url);
    for (const safe of [`https://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://127.0.0.1:${port}/`]) {
      await built({ url: safe, tokenEnvironmentVariable: "FIT_TOKEN" });
    }
    vi.unstubAllEnvs();
  });

  test("the token itself in the config is refused", () => {
    expect(() => httpAdapter.options.parse({ url: "https://fits.example/", tokenEnvironmentVariable: "sk-123.456" })).toThrow(/the name of an environment variable, not the token itself/);
  });
});

test("an evaluation that is given up while the service is busy ends at once", async () => {
  const { url } = await serve([503, { "retry-after": "3601" }]);
  const abort = new AbortController();
  const evaluator = await httpEvaluator({ url, busySeconds: 10_000 });
  const given = outcomeOf(evaluator, request(), context(abort.signal));
  await vi.waitFor(async () => expect((await fetch(url)).status).toBe(503)); // the service has answered by then
  abort.abort();
  expect(await given).toEqual({ kind: "failed", reason: "the evaluation was aborted", retryable: true });
});
