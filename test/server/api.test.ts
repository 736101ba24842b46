import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiActions } from "../../src/server/api.ts";
import { depth, send, serveToy, token, type TestServer } from "./fixtures.ts";

let toy: TestServer;
beforeAll(async () => {
  toy = await serveToy({ budget: { evaluations: 200 }, design: { points: 200 } });
});
afterAll(() => toy[Symbol.asyncDispose]());

interface Point {
  readonly id: string;
  readonly attempt: number;
  readonly parameters: Readonly<Record<string, number>>;
}

const ask = async (count: number): Promise<Point[]> => (await toy.post("ask", { count, leaseSeconds: 60 })).body.points as Point[];

/** The journal without the points that are chosen ahead, whenever the thread that computes is done. */
const entriesOfClients = (): string[] => toy.journal().split("\n").filter((line) => !line.includes('"type":"proposed"'));

describe("clients", () => {
  test("ask for points in the words of every evaluator, and tell results, once or twice", async () => {
    const { status, body } = await toy.post("ask", { count: 2 });
    expect(status).toBe(200);
    expect(body.points).toHaveLength(2);
    const [point] = body.points as Point[];
    expect(Object.keys(point!)).toEqual(["id", "attempt", "seed", "parameters", "leaseUntil"]);
    const result = { id: point!.id, attempt: point!.attempt, observables: { depth: depth(point!.parameters) } };
    expect((await toy.post("tell", result)).body).toEqual({ id: point!.id, status: "observed", repeated: false });
    const before = entriesOfClients();
    expect((await toy.post("tell", result)).body).toEqual({ id: point!.id, status: "observed", repeated: true });
    expect(entriesOfClients()).toEqual(before);
  });

  test("many at the same time get different points", async () => {
    const all = (await Promise.all(Array.from({ length: 12 }, () => ask(2)))).flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(24);
    const told = await Promise.all(all.map(({ id, attempt, parameters }) => toy.post("tell", { id, attempt, observables: { depth: depth(parameters) } })));
    expect(told.map(({ status, body }) => [status, body.repeated])).toEqual(all.map(() => [200, false]));
  });

  test("tell failures and infeasible points, and are told of values that cannot be", async () => {
    const [first, second, third] = await ask(3);
    expect((await toy.post("tell", { id: first!.id, infeasible: "tachyons" })).body).toMatchObject({ status: "infeasible", reason: "tachyons" });
    expect((await toy.post("tell", { id: second!.id, failed: "licence", retryable: true })).body).toMatchObject({ status: "pending", reason: "licence" });
    expect((await toy.post("tell", { id: third!.id, observables: { height: 1 } })).body).toMatchObject({ status: "failed", reason: expect.stringMatching(/a value of "depth"/) });
    const [again] = await ask(1);
    expect(again).toMatchObject({ id: second!.id, attempt: 2 });
  });

  test("renew a lease, and lose it when it ends", async () => {
    const [point] = await ask(1);
    toy.clock.advance(50);
    const { body } = await toy.post("renew", { id: point!.id, attempt: point!.attempt, leaseSeconds: 100 });
    expect(Date.parse(body.leaseUntil)).toBe(toy.clock.now() + 100_000);
    toy.clock.advance(101);
    const late = await toy.post("tell", { id: point!.id, attempt: point!.attempt, observables: { depth: 1 } });
    expect(late).toMatchObject({ status: 410, body: { error: expect.stringMatching(/expected attempt 1 at \S+ to be under a lease, got one that ended at/) } });
  });
});

describe("a person", () => {
  test("pauses, lets go on, grants budget, has a point evaluated, rules points out", async () => {
    expect((await toy.post("pause", {})).body).toEqual({ done: true });
    expect((await toy.post("ask", {})).body).toEqual({ points: [], reason: "the scan is paused" });
    expect((await toy.get("/api/scans/toy")).body).toMatchObject({ phase: "paused", participation: { isOpen: true } });
    await toy.post("continue", {});
    await toy.post("budget", { evaluations: 5 });
    expect((await toy.get("/api/scans/toy")).body).toMatchObject({ budget: 205 });
    const { body } = await toy.post("points", { parameters: { x: 0.125, y: 0.25 } });
    expect((await toy.get("/api/scans/toy")).body.running).toContainEqual(expect.objectContaining({ id: body.id, origin: "asked" }));
    expect((await toy.post("infeasible", { id: body.id, reason: "no" })).body).toEqual({ id: body.id });
    expect((await toy.post("infeasible", { id: body.id, reason: "no" })).status).toBe(409);
    expect((await toy.post("infeasible", { parameters: { x: 0.1, y: 0.05 }, reason: "tachyons" })).status).toBe(200);
    expect((await toy.post("points", { parameters: { x: 0.95, y: 0.95 } })).body.error).toMatch(/no constraint forbids/);
  });
});

describe("what is refused changes nothing and is noted", () => {
  const json = { "content-type": "application/json" };
  const host = () => ({ host: new URL(toy.server.origin).host });
  const bearer = { authorization: `Bearer ${token}` };
  const path = "/api/scans/toy/tell";

  test.each([
    ["no token", 401, /the token of this server/, () => send(toy.server.origin, "POST", path, { ...host(), ...json }, "{}")],
    ["a wrong token", 401, /the token of this server/, () => toy.post("tell", {}, { authorization: "Bearer wrong" })],
    ["a token in the address of an action", 401, /the token/, () => send(toy.server.origin, "POST", `${path}?token=${token}`, { ...host(), ...json }, "{}")],
    ["a wrong token in an address", 401, /the token/, () => send(toy.server.origin, "GET", "/?token=wrong", host())],
    ["a wrong token in an address beside the right cookie", 401, /the token/, () => send(toy.server.origin, "GET", "/api/scans?token=wrong", { ...host(), cookie: `excursion-${new URL(toy.server.origin).port}=${token}` })],
    ["a foreign host", 403, /Host header/, () => toy.post("tell", {}, { host: "evil.example" })],
    ["another page", 403, /own pages/, () => toy.post("tell", {}, { origin: "http://evil.example" })],
    ["a body that is no JSON", 400, /expected a JSON body/, () => toy.post("tell", "{ nonsense")],
    ["an empty body", 400, /expected a JSON body, got an empty one/, () => toy.post("tell", "")],
    ["a body of another kind", 415, /application\/json/, () => toy.post("tell", "id=1", { "content-type": "text/plain" })],
    ["a body that is too large", 413, /at most 65536 bytes/, () => toy.post("tell", { id: "x", failed: "a".repeat(70_000) })],
    ["a body with an unknown key", 400, /attemptt/, () => toy.post("tell", { id: "x", attemptt: 1, failed: "a" })],
    ["no outcome", 400, /exactly one of observables, infeasible and failed/, () => toy.post("tell", { id: "x" })],
    ["a number that is none", 400, /count/, () => toy.post("ask", { count: "many" })],
    ["a lease without end", 400, /leaseSeconds/, () => toy.post("ask", { leaseSeconds: 1e12 })],
    ["an unknown id", 404, /expected the id of a point of this scan, got "toy-77"/, () => toy.post("tell", { id: "toy-77", observables: { depth: 1 } })],
    ["an unknown scan", 404, /the id of a scan that is served/, () => send(toy.server.origin, "POST", "/api/scans/other/tell", { ...host(), ...bearer, ...json }, "{}")],
    ["a way out of the folder", 404, /the id of a scan|an address of this server/, () => send(toy.server.origin, "POST", "/api/scans/..%2F..%2Fetc/tell", { ...host(), ...bearer, ...json }, "{}")],
    ["an unknown address", 404, /an address of this server/, () => toy.get("/page/../server.ts")],
    ["an unknown method", 404, /an address of this server/, () => send(toy.server.origin, "DELETE", "/api/scans", { ...host(), ...bearer })],
  ] as const)("%s: %i", async (_, status, message, act) => {
    const [before, notes] = [entriesOfClients(), toy.notes.length];
    const answer = await act();
    expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(message) } });
    expect(entriesOfClients()).toEqual(before);
    expect(toy.notes.slice(notes)).toEqual([expect.stringContaining(`${status}`)]);
  });

  test("a number that JSON cannot hold is no number", async () => {
    const [point] = await ask(1);
    expect(await toy.post("tell", `{"id":"${point!.id}","observables":{"depth":1e999}}`)).toMatchObject({ status: 400 });
  });
});

test("the OpenAPI document has every action, with the schemas that answers fulfil", async () => {
  const { body: document } = await toy.get("/openapi.json");
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(apiActions.map(({ name }) => `/api/scans/{scan}/${name}`)));
  const { schema } = document.paths["/api/scans/{scan}/ask"].post.requestBody.content["application/json"];
  expect(schema).toMatchObject({ type: "object", additionalProperties: false, properties: { count: { minimum: 1, maximum: 1000, default: 1 } } });
  const answer = apiActions.find(({ name }) => name === "ask")!.answer;
  expect(answer.safeParse((await toy.post("ask", {})).body).success).toBe(true);
});

test("a page is entered with the token once, which then is in no address", async () => {
  const host = { host: new URL(toy.server.origin).host };
  const entered = await send(toy.server.origin, "GET", `/?token=${token}`, host);
  expect(entered).toMatchObject({ status: 302, headers: { location: "/", "set-cookie": [expect.stringMatching(/HttpOnly; SameSite=Strict/)] } });
  const cookie = String((entered.headers["set-cookie"] as string[])[0]).split(";")[0]!;
  const page = await send(toy.server.origin, "GET", "/", { ...host, cookie });
  expect(page).toMatchObject({ status: 200, headers: { "content-security-policy": expect.stringMatching(/default-src 'none'/) } });
  expect(page.body).not.toContain(token);
});
