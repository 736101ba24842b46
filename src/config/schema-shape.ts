import type { z } from "zod";
import { oneOf, show } from "./show.ts";

type Schema = z.core.$ZodType;

type Definition = z.core.$ZodTypes["_zod"]["def"];

/** The definition of a schema below the levels that only make it optional or give it a default. */
function definitionOf(schema: Schema | undefined): Definition | undefined {
  const definition = (schema as { readonly def: Definition } | undefined)?.def;
  const isWrapping = definition?.type === "optional" || definition?.type === "default" || definition?.type === "prefault";
  return isWrapping ? definitionOf(definition.innerType) : definition;
}

/** The schema of every key that an object, or one of several alternative objects, may have. */
export function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  const definition = definitionOf(schema);
  if (definition?.type === "object") return definition.shape;
  return definition?.type === "union" ? Object.assign({}, ...definition.options.map(shapeOf)) : {};
}

/** What a value of the schema is, in words. */
export function kindOf(schema: Schema | undefined): string {
  const definition = definitionOf(schema);
  switch (definition?.type) {
    case "number":
      return "check" in definition ? "a whole number" : "a number";
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "array":
    case "tuple":
      return "a list";
    case "object":
    case "record":
      return "an object";
    case "union":
      return oneOf([...new Set(definition.options.map(kindOf))]);
    case "literal":
      return oneOf(definition.values.map(show));
    case "enum":
      return oneOf(Object.values(definition.entries).map(show));
    default:
      return "something else";
  }
}
