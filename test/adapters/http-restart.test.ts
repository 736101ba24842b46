import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { send } from "./simulators/acts-service.ts";
import { scratch } from "./scratch.ts";
import { serve } from "./scripted-service.ts";

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");
const budgetSpent = 3;

/** A scan of four points, two at a time, in a folder of its own; the function starts it, or takes it up again. */
function scanOf(url: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(scratch, "scan-"));
  const config = {
    parameters: [{ name: "x", lower: 0, upper: 1 }],
    observables: [{ name: "y", threshold: 0.5 }],
    evaluator: { adapter: "http", url, workers: 2, pollSeconds: 0.05, ...(environment["FIT_TOKEN"] !== undefined && { tokenEnvironmentVariable: "FIT_TOKEN" }) },
    design: { points: 4 },
    budget: { evaluations: 4 },
  };
  writeFileSync(join(folder, "scan.json"), JSON.stringify(config));
  const start = () =>
    spawn(process.execPath, [main, "scan", "scan.json", "--quiet"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  return { start, read: (name: string) => readFileSync(join(folder, "scan.scan", name), "utf8") };
}

test("a scan killed while its jobs run takes them up again: none is lost, none is asked for twice", async () => {
  const { promise: polledTwice, resolve: sawPoll } = Promise.withResolvers<void>();
  const keys: string[] = [];
  const polled = new Set<string>();
  let isDone = false;
  const service = await serve((response, { method, path, headers, body }) => {
    if (method === "POST") {
      const { id, parameters } = JSON.parse(body) as { id: string; parameters: { x: number } };
      keys.push(String(headers["idempotency-key"]));
      response.writeHead(202, { location: `/jobs/${id}/${parameters.x}` }).end();
    } else if (isDone) {
      send(response, 200, { observables: { y: Number(path.split("/")[3]) } });
    } else {
      response.writeHead(202).end();
      if (polled.add(path).size === 2) sawPoll();
    }
  });
  const scan = scanOf(service.url);
  const killed = scan.start();
  await polledTwice;
  killed.kill("SIGKILL");
  await once(killed, "close");
  expect(service.received.some(({ method }) => method === "DELETE")).toBe(false);

  isDone = true;
  const [code] = await once(scan.start(), "close");
  expect(code).toBe(budgetSpent);
  expect(keys).toHaveLength(4);
  expect(new Set(keys).size).toBe(4);
  expect(JSON.parse(scan.read("result.json"))).toMatchObject({ evaluations: { observed: 4, failed: 0, attempts: 4 } });
});

test("a token is nowhere in what a scan writes or says", async () => {
  const token = "t0ken-nobody-may-see";
  const { url } = await serve((response, { headers }) => send(response, 403, { error: `no access with ${headers["authorization"]}` }));
  const scan = scanOf(url, { FIT_TOKEN: token });
  const process = scan.start();
  let said = "";
  process.stdout.on("data", (text) => (said += text));
  process.stderr.on("data", (text) => (said += text));
  await once(process, "close");
  const files = ["journal.jsonl", "config.json", "result.json", "evaluations.csv", "report.html"].map(scan.read);
  for (const text of [said, ...files]) expect(text.includes(token)).toBe(false);
  expect(files[0]).toContain("no access with Bearer [redacted]");
  expect(files[1]).toContain("FIT_TOKEN");
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) process.stderr.write("skipped: https with a certificate of one's own (there is no openssl on PATH)\n");

test.skipIf(!hasOpenssl)("https is refused with an unknown certificate, and works when its authority is named", async () => {
  const key = join(scratch, "key.pem");
  const certificate = join(scratch, "certificate.pem");
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  expect(spawnSync("openssl", [...request, "-keyout", key, "-out", certificate]).status).toBe(0);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) => send(response, 200, { observables: { y: 0.25 } }));
  server.listen(0);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`;

  const distrustful = scanOf(url);
  await once(distrustful.start(), "close");
  expect(distrustful.read("journal.jsonl")).toMatch(/expected a certificate that can be trusted, got .*NODE_EXTRA_CA_CERTS/);
  const trustful = scanOf(url, { NODE_EXTRA_CA_CERTS: certificate });
  expect((await once(trustful.start(), "close"))[0]).toBe(budgetSpent);
  expect(JSON.parse(trustful.read("result.json"))).toMatchObject({ evaluations: { observed: 4 } });
});
