import { z } from "zod";
import type { Observation, Outcome } from "./outcome.ts";
import { oneLine, show } from "./reason.ts";

/** What is known beforehand of one observable's values. */
export interface ObservableDomain {
  readonly name: string;
  /** What was expected, when the value is outside the transform's domain: "a number from 0 to 1". */
  outsideDomain?(value: number): string | undefined;
  /** Whether the value sits at an end of the domain, where it only bounds the truth. */
  isSaturated?(value: number): boolean;
}

export interface ExpectedReply {
  readonly observables: readonly ObservableDomain[];
  readonly parameterNames: readonly string[];
}

// The messages complete "expected ...": zod says where, we say what.
const reasonText = z.string("a text").transform((text) => (text.trim() === "" ? "no reason given" : oneLine(text)));
const number = z.number("a finite number");
const record = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value, "an object");

const reply = z.looseObject({}, "an object with one of observables, infeasible and failed");
const observedReply = z.object({
  observables: record(z.unknown()),
  gradients: record(z.unknown()).optional(),
  costSeconds: number.nonnegative("a number of seconds, 0 or more").optional(),
  events: number.nonnegative("a number of simulated events, 0 or more").optional(),
});
const infeasibleReply = z.object({ infeasible: reasonText });
const failedReply = z.object({ failed: reasonText, retryable: z.boolean("true or false").default(false) });
const observation = z.object(
  { value: number, standardError: number.nonnegative("a number, 0 or more").optional() },
  "a number or { value, standardError }",
);
const gradient = record(number);

/** Ends the interpretation: the reply is not what was expected. */
class Mismatch extends Error {
  readonly retryable: boolean;

  constructor(place: string, expectation: string, value: unknown, retryable: boolean) {
    super(`${place}: expected ${expectation}, got ${show(value)}`);
    this.retryable = retryable;
  }
}

/**
 * Checks what an evaluator gave back against the contract. Of the observables only the expected ones are kept: an evaluator
 * may yield more than a scan uses. A reply of the wrong shape is a retryable failure (the output may have been cut or
 * mixed up); a missing, non-finite or out-of-domain value is not, since the same point would yield it again.
 */
export function interpretReply(value: unknown, expected: ExpectedReply): Outcome {
  try {
    return interpret(value, expected);
  } catch (error) {
    if (error instanceof Mismatch) return { kind: "failed", reason: oneLine(error.message), retryable: error.retryable };
    throw error;
  }
}

function interpret(value: unknown, expected: ExpectedReply): Outcome {
  const keys = Object.keys(read(reply, value, "reply", true));
  const kinds = keys.filter((key) => key === "observables" || key === "infeasible" || key === "failed");
  if (kinds.length !== 1) throw new Mismatch("reply", "exactly one of observables, infeasible and failed", value, true);
  if (kinds[0] === "infeasible") return { kind: "infeasible", reason: read(infeasibleReply, value, "reply", true).infeasible };
  if (kinds[0] === "failed") {
    const { failed, retryable } = read(failedReply, value, "reply", true);
    return { kind: "failed", reason: failed, retryable };
  }
  const { observables, gradients, costSeconds, events } = read(observedReply, value, "reply", true);
  return {
    kind: "observed",
    observables: Object.fromEntries(
      expected.observables.map((domain) => [domain.name, readObservation(observables, domain)]),
    ),
    ...(gradients !== undefined && { gradients: readGradients(gradients, expected) }),
    ...(costSeconds !== undefined && { costSeconds }),
    ...(events !== undefined && { events }),
  };
}

function readObservation(observables: Readonly<Record<string, unknown>>, domain: ObservableDomain): Observation {
  const place = `observable ${JSON.stringify(domain.name)}`;
  if (!Object.hasOwn(observables, domain.name)) {
    throw new Mismatch("observables", `a value of ${JSON.stringify(domain.name)}`, observables, false);
  }
  const given = observables[domain.name];
  const { value, standardError } = read(observation, typeof given === "number" ? { value: given } : given, place, false);
  const expectation = domain.outsideDomain?.(value);
  if (expectation !== undefined) throw new Mismatch(place, expectation, value, false);
  return {
    value,
    ...(standardError !== undefined && { standardError }),
    ...(domain.isSaturated?.(value) && { saturated: true }),
  };
}

/** Gradients of expected observables; one that lacks some parameters is accepted, one of an unknown parameter is not. */
function readGradients(
  gradients: Readonly<Record<string, unknown>>,
  { observables, parameterNames }: ExpectedReply,
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const known = observables.filter(({ name }) => Object.hasOwn(gradients, name));
  return Object.fromEntries(
    known.map(({ name }) => {
      const place = `gradient of ${JSON.stringify(name)}`;
      const derivatives = read(gradient, gradients[name], place, false);
      const stranger = Object.keys(derivatives).find((key) => !parameterNames.includes(key));
      if (stranger !== undefined) throw new Mismatch(place, `derivatives by ${parameterNames.join(", ")}`, stranger, false);
      return [name, derivatives];
    }),
  );
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string, retryable: boolean): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = [place, ...issue.path.map(String)].join(", ");
  throw new Mismatch(where, issue.message, valueAt(value, issue.path), retryable);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner: unknown, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
