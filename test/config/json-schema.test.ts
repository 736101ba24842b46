import { expect, test } from "vitest";
import { configJsonSchema } from "../../src/config/index.ts";
import { plugins } from "./fixtures.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

const schema = configJsonSchema(plugins) as Schema;

/** Every schema with properties inside, by where it is. */
function* objectsIn(value: unknown, path: string): Generator<[string, Schema]> {
  if (typeof value !== "object" || value === null) return;
  if ((value as Schema).properties !== undefined) yield [path, value as Schema];
  for (const [key, inner] of Object.entries(value)) yield* objectsIn(inner, `${path}/${key}`);
}

test("it is draft 2020-12 and asks for the three keys without a default", () => {
  expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema["required"]).toEqual(["parameters", "observables", "evaluator"]);
});

test("every key of every object has a description, and only adapters that say so take other keys", () => {
  const objects = [...objectsIn(schema, "")];
  expect(objects.length).toBeGreaterThan(8);
  for (const [path, { properties, additionalProperties }] of objects) {
    for (const [key, { description }] of Object.entries(properties!)) expect(description, `${path} ${key}`).toMatch(/\.$/);
    const isOpen = properties!["plugin"] !== undefined;
    expect(additionalProperties, path).toEqual(isOpen ? {} : false);
  }
});

test("it names the adapters and acquisition functions it was made with, and nothing of this machine", () => {
  const adapters = (schema.properties!["evaluator"] as { oneOf: Schema[] }).oneOf.map(({ properties }) => properties!["adapter"]!["const"]);
  expect(adapters).toEqual(["module", "command", "plugin"]);
  const acquisition = schema.properties!["acquisition"]!.properties!["name"]!;
  expect(acquisition).toMatchObject({ enum: plugins.acquisitions, default: "mutual-information" });
  expect((schema.properties!["evaluator"] as { oneOf: Schema[] }).oneOf[0]!.properties!["workers"]).not.toHaveProperty("default");
});
