import { readFileSync } from "node:fs";
import { resolve } from "node:path";

function read<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, "../golden", name), "utf8")) as T;
}

export interface GoldenTest {
  readonly CLs_obs: number;
  readonly CLs_exp: readonly number[];
  readonly p0: number;
  readonly p0_exp: readonly number[];
}

export interface GoldenFits {
  readonly free: { readonly twice_nll: number };
  readonly hypotest: Readonly<Record<string, GoldenTest>>;
  readonly upper_limit_95?: { readonly observed: number; readonly expected: readonly number[] };
}

export interface GoldenWorkspace {
  readonly workspace: { readonly measurements: readonly { readonly config: { readonly parameters: readonly object[] } }[] };
  readonly par_names: readonly string[];
  readonly poi: string;
  readonly init: readonly number[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly fixed: readonly boolean[];
  readonly auxdata: readonly number[];
  readonly points: readonly {
    readonly pars: readonly number[];
    readonly twice_nll: number;
    readonly expected_actualdata: readonly number[];
  }[];
  readonly interp_code1_code0: readonly number[];
  readonly fits: { readonly scipy?: GoldenFits; readonly minuit?: GoldenFits };
}

/** Small workspaces with every modifier type, as pyhf 0.7.6 sees them. */
export const pyhf = read<{ workspaces: Readonly<Record<string, GoldenWorkspace>> }>("histfactory-pyhf.json").workspaces;

/** Fits of them at mu = 1 with another implementation. */
export const independent = read<{
  results: Readonly<Record<string, {
    readonly CLs_obs: number;
    readonly CLs_exp: readonly number[];
    readonly twice_nll: Readonly<Record<"free" | "fixed" | "bkg" | "fixed_asimov", number>>;
    readonly qA: number;
  }>>;
}>("histfactory-independent.json").results;

export const interpolation = read<Readonly<Record<"code0" | "code1" | "code4" | "code4p", {
  readonly lo: number;
  readonly nom: number;
  readonly hi: number;
  readonly alpha: readonly number[];
  readonly value: readonly number[];
}>>>("histfactory-interpolation.json");
