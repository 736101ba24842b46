import { z } from "zod";

/** A column of numbers by row name: what a HEPData table holds. */
export interface NumberTable {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, number>>[];
}

const number = z.union([z.number(), z.string()]);
const error = z.looseObject({
  symerror: number.optional(),
  asymerror: z.looseObject({ plus: number, minus: number }).optional(),
});
const cell = z.looseObject({ value: number.optional(), low: number.optional(), high: number.optional(), errors: z.array(error).optional() });
const variable = z.looseObject({ header: z.looseObject({ name: z.string() }), values: z.array(cell) });

/** A table as it is submitted, in YAML. */
const submitted = z.looseObject({ independent_variables: z.array(variable).min(1), dependent_variables: z.array(variable).min(1) });

/** A table as the record's page gives it, in JSON. */
const published = z.looseObject({
  headers: z.array(z.looseObject({ name: z.string() })),
  values: z.array(z.looseObject({ x: z.array(cell), y: z.array(cell) })),
});

type Cell = z.output<typeof cell>;

/**
 * The numbers of a HEPData table, of either form; a range of an independent variable counts as its middle, and errors as standard
 * errors, added in quadrature, asymmetric ones by the mean of their sides. A string says what is wrong.
 */
export function readHepData(value: unknown): NumberTable | string {
  const asSubmitted = submitted.safeParse(value);
  if (asSubmitted.success) {
    const { independent_variables: x, dependent_variables: y } = asSubmitted.data;
    const count = Math.min(...[...x, ...y].map(({ values }) => values.length));
    const columns = [...x, ...y].map(({ header }) => header.name);
    const rows = Array.from({ length: count }, (_, i) => rowOf(columns, x.map(({ values }) => values[i]!), y.map(({ values }) => values[i]!)));
    return { columns, rows };
  }
  const asPublished = published.safeParse(value);
  if (!asPublished.success) return "got neither independent_variables and dependent_variables nor headers and values";
  const { headers, values } = asPublished.data;
  const columns = headers.map(({ name }) => name);
  return { columns, rows: values.map(({ x, y }) => rowOf(columns, x, y)) };
}

function rowOf(columns: readonly string[], x: readonly Cell[], y: readonly Cell[]): Record<string, number> {
  const row: Record<string, number> = {};
  for (const [k, one] of [...x, ...y].entries()) {
    const name = columns[k];
    const value = numberOf(one);
    if (name === undefined || value === undefined) continue;
    row[name] = value;
    if (k >= x.length && one.errors !== undefined) row[`${name}.standardError`] = Math.hypot(...one.errors.map(sizeOf));
  }
  return row;
}

function numberOf({ value, low, high }: Cell): number | undefined {
  if (value !== undefined && value !== "-" && value !== "") return Number(value);
  return low === undefined || high === undefined ? undefined : (Number(low) + Number(high)) / 2;
}

function sizeOf({ symerror, asymerror }: z.output<typeof error>): number {
  if (symerror !== undefined) return Math.abs(Number(symerror));
  return asymerror === undefined ? 0 : (Math.abs(Number(asymerror.plus)) + Math.abs(Number(asymerror.minus))) / 2;
}
