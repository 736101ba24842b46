import { z } from "zod";
import { LikelihoodError, pointer } from "./errors.ts";

const name = z.string().min(1);
const numbers = z.array(z.number());
const yields = numbers.min(1);
const positive = z.number().positive();

const modifier = z.discriminatedUnion("type", [
  z.strictObject({ name, type: z.literal("histosys"), data: z.strictObject({ lo_data: yields, hi_data: yields }) }),
  z.strictObject({ name, type: z.literal("normsys"), data: z.strictObject({ lo: positive, hi: positive }) }),
  z.strictObject({ name, type: z.literal("normfactor"), data: z.null() }),
  z.strictObject({ name: z.literal("lumi"), type: z.literal("lumi"), data: z.null() }),
  z.strictObject({ name, type: z.literal("shapefactor"), data: z.null() }),
  z.strictObject({ name, type: z.literal("shapesys"), data: yields }),
  z.strictObject({ name, type: z.literal("staterror"), data: yields }),
]);

const sample = z.strictObject({ name, data: yields, modifiers: z.array(modifier) });
const signal = sample.omit({ name: true });

const parameter = z.strictObject({
  name,
  inits: numbers.min(1).optional(),
  bounds: z.array(z.tuple([z.number(), z.number()])).min(1).optional(),
  auxdata: numbers.min(1).optional(),
  factors: z.array(positive).min(1).optional(),
  sigmas: z.array(positive).min(1).optional(),
  fixed: z.boolean().optional(),
});

const measurement = z.strictObject({
  name,
  config: z.strictObject({ poi: z.string(), parameters: z.array(parameter) }),
});

const workspace = z.strictObject({
  channels: z.array(z.strictObject({ name, samples: z.array(sample).min(1) })).min(1),
  measurements: z.array(measurement).min(1),
  observations: z.array(z.strictObject({ name, data: z.array(z.number().nonnegative()).min(1) })),
  version: z.literal("1.0.0"),
});

/** A HistFactory model with its observations, in pyhf's JSON format 1.0.0 [pyhf]. */
export type Workspace = z.output<typeof workspace>;
export type Channel = Workspace["channels"][number];
export type Sample = z.output<typeof sample>;
/** A sample without its name. */
export type SignalSample = z.output<typeof signal>;
export type Modifier = z.output<typeof modifier>;
export type Measurement = z.output<typeof measurement>;
export type ParameterOverrides = z.output<typeof parameter>;

/** The modifiers a sample may carry, in the order in which their parameters are placed. */
export const modifierTypes = ["histosys", "lumi", "normfactor", "normsys", "shapefactor", "shapesys", "staterror"] as const;
export type ModifierType = (typeof modifierTypes)[number];

/** Checks a document against the schema of workspaces. Throws a LikelihoodError with every violation, each with its path. */
export function parseWorkspace(document: unknown): Workspace {
  return parse(workspace, document);
}

/** Checks a single sample. Throws a LikelihoodError with every violation. */
export function parseSample(document: unknown): Sample {
  return parse(sample, document);
}

/** Checks a sample without name; other members are left out. Throws a LikelihoodError with every violation. */
export function parseSignal({ data, modifiers }: SignalSample): SignalSample {
  return parse(signal, { data, modifiers });
}

/** Checks a document against a schema. Throws a LikelihoodError with every violation, each with its path. */
export function parse<Schema extends z.ZodType>(schema: Schema, document: unknown): z.output<Schema> {
  const result = schema.safeParse(document, { error: describe });
  if (result.success) return result.data;
  throw new LikelihoodError(
    result.error.issues.map((issue) => ({
      path: pointer(...issue.path.map((part) => (typeof part === "symbol" ? part.toString() : part))),
      message: issue.message,
    })),
  );
}

/** Mistakes in the words of this program, and what the field's own users call those that zod has none for. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_union" && issue.discriminator === "type") {
    const type: unknown = (issue.input as { type?: unknown } | undefined)?.type;
    return `expected a modifier type among ${modifierTypes.join(", ")}, got ${JSON.stringify(type)}`;
  }
  if (issue.code === "invalid_type") return `expected ${issue.expected}, got ${kindOf(issue.input)}`;
  if (issue.code === "unrecognized_keys") return `unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.join(", ")}`;
  return undefined;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
