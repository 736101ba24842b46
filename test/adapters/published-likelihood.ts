import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../src/likelihood/canonical-json.ts";
import { pyhf } from "../likelihood/golden.ts";
import { background, patchset } from "../likelihood/signal-workspace.ts";
import { scratch } from "./scratch.ts";

interface Document {
  readonly channels: readonly { readonly samples: readonly { readonly name: string }[] }[];
}

/** The golden workspace with every type of modifier, without its signal, and a patchset that adds it at (1, 2). */
export function golden() {
  const { workspace, fits } = pyhf["everything"]!;
  const document = workspace as unknown as Document;
  const patch = document.channels.flatMap(({ samples }, channel) =>
    samples.flatMap((sample, index) => (sample.name === "sig" ? [{ op: "add", path: `/channels/${channel}/samples/${index}`, value: sample }] : [])),
  );
  const without = {
    ...document,
    channels: document.channels.map((channel) => ({ ...channel, samples: channel.samples.filter(({ name }) => name !== "sig") })),
  };
  const patches = [{ metadata: { name: "signal_1_2", values: [1, 2] }, patch }];
  return { workspace: without, patchset: { ...patchset, metadata: { ...patchset.metadata, labels: ["a", "b"] }, patches }, fits: fits.minuit! };
}

/** A folder with workspace.json, and patchset.json with the digest of it. */
export function published(workspace: unknown = background, signals: typeof patchset | object = patchset): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "likelihood-"));
  const text = JSON.stringify(workspace);
  const sha256 = createHash("sha256").update(canonicalJson(text)).digest("hex");
  const { metadata } = signals as typeof patchset;
  writeFileSync(join(folder, "workspace.json"), text);
  writeFileSync(join(folder, "patchset.json"), JSON.stringify({ ...signals, metadata: { ...metadata, digests: { sha256 } } }));
  return folder;
}
