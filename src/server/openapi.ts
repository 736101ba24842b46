import { z } from "zod";
import { apiActions, type ApiAction } from "./api.ts";

const problems: Readonly<Record<string, string>> = {
  400: "The body is not what was expected; the message says where.",
  401: "The token is missing or wrong.",
  403: "The request comes from another page, or names another host.",
  404: "There is no such scan or point.",
  409: "It cannot be done as things stand.",
  410: "The lease has ended or the point was given to somebody else.",
  413: "The body is too large.",
  415: "The body is not JSON.",
};

const scanParameter = { name: "scan", in: "path", required: true, schema: { type: "string" }, description: "Id of a scan, as /api/scans lists it." };

/** The OpenAPI 3.1 document of the ask/tell API, made from the schemas that requests are checked by. */
export function openApiDocument(version: string): object {
  return {
    openapi: "3.1.0",
    info: { title: "excursion", version, description: "Ask for points, tell results, and watch scans for exclusion contours." },
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { Problem: { type: "object", properties: { error: { type: "string" } }, required: ["error"] } },
    },
    paths: {
      "/api/scans": { get: { operationId: "list", summary: "Lists the scans that are served.", responses: { 200: { description: "The scans." }, ...problemsOf("401", "403") } } },
      "/api/scans/{scan}": {
        get: { operationId: "state", summary: "What a scan is like now.", parameters: [scanParameter], responses: { 200: { description: "Its state." }, ...problemsOf("401", "403", "404") } },
      },
      "/api/scans/{scan}/events": {
        get: {
          operationId: "events",
          summary: "Server-sent events: state and figures at once and after changes, at most twice a second; gone when the scan is not served any more.",
          parameters: [scanParameter],
          responses: { 200: { description: "The events.", content: { "text/event-stream": {} } }, ...problemsOf("401", "403", "404") },
        },
      },
      ...Object.fromEntries(apiActions.map((one) => [`/api/scans/{scan}/${one.name}`, { post: operationOf(one) }])),
    },
  };
}

function operationOf({ name, summary, body, answer }: ApiAction): object {
  return {
    operationId: name,
    summary,
    parameters: [scanParameter],
    requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, "input") } } },
    responses: { 200: { description: "Done.", content: { "application/json": { schema: jsonSchema(answer, "output") } } }, ...problemsOf(...Object.keys(problems)) },
  };
}

function problemsOf(...codes: readonly string[]): object {
  const schema = { $ref: "#/components/schemas/Problem" };
  return Object.fromEntries(codes.map((code) => [code, { description: problems[code], content: { "application/json": { schema } } }]));
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  return rest;
}
