import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

const shared = process.env["EXCURSION_SHARED_DATA"] ?? resolve(import.meta.dirname, "../../../shared/data");
const folder = join(shared, "atlas-1lbb");

/** Why the ATLAS likelihood cannot be read here, if it cannot. */
export const atlasIsAbsent = existsSync(folder)
  ? undefined
  : `no ATLAS likelihood: expected the folder atlas-1lbb in ${shared} (set EXCURSION_SHARED_DATA)`;

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
}

/** The files of likelihood.tar.gz that end on a name: a tar archive is headers of 512 bytes, each before its padded file. */
export function readArchive(...names: readonly string[]): readonly string[] {
  const tar = gunzipSync(readFileSync(join(folder, "likelihood.tar.gz")));
  const found = new Map<string, string>();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) => tar.toString("latin1", at + from, at + from + length).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12), 8);
    const name = names.find((each) => text(0, 100).endsWith(each));
    if (name !== undefined) found.set(name, tar.toString("utf8", at + 512, at + 512 + size));
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return names.map((name) => found.get(name) ?? raise(`expected ${name} in likelihood.tar.gz`));
}

function raise(message: string): never {
  throw new Error(message);
}

export interface AtlasReference {
  readonly points: readonly {
    readonly name: string;
    readonly clsObserved: number;
    readonly clsExpected: readonly number[];
    readonly twiceNll: Readonly<Record<"free" | "fixed" | "bkg" | "fixed_asimov", number>>;
    readonly robust: boolean;
  }[];
}

export interface AtlasSpotChecks {
  readonly points: readonly {
    readonly patch: string;
    readonly par_names: readonly string[];
    readonly points: readonly { readonly pars: readonly number[]; readonly twice_nll: number }[];
  }[];
}

export interface AtlasMorph {
  readonly vertices: readonly { readonly name: string; readonly total: number }[];
  readonly triangles: readonly (readonly [number, number, number])[];
  readonly channels: Readonly<Record<string, {
    readonly nominal: readonly (readonly number[])[];
    readonly staterror: { readonly name: string; readonly data: readonly (readonly number[])[] };
    readonly histosys: Readonly<Record<string, { readonly lo: readonly (readonly number[])[]; readonly hi: readonly (readonly number[])[] }>>;
    readonly normsys: Readonly<Record<string, { readonly lo: readonly number[]; readonly hi: readonly number[] }>>;
  }>>;
}

export interface AtlasMorphGrid {
  readonly rows: readonly {
    readonly m1: number;
    readonly m2: number;
    readonly inside: boolean;
    readonly clsObserved: number;
    readonly clsExpected: readonly number[];
  }[];
}
