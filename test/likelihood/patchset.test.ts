import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/likelihood/canonical-json.ts";
import { parsePatchset, selectPatch, verifyDigests } from "../../src/likelihood/index.ts";

const text = '{"b": [1.0, 1, -0.00001, 1E5, 1e22, 123456.75], "a": {"é": "x\\u00e9\\n", "Z": null}}';
/** What Python's json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False) gives. */
const canonical = '{"a": {"Z": null, "é": "xé\\n"}, "b": [1.0, 1, -1e-05, 100000.0, 1e+22, 123456.75]}';
const sha256 = createHash("sha256").update(canonical, "utf8").digest("hex");

const document = {
  metadata: { references: { hepdata: "ins1" }, digests: { sha256 }, labels: ["m1", "m2"], description: "two points" },
  patches: [
    { metadata: { name: "near", values: [150, 0] }, patch: [{ op: "remove", path: "/b" }] },
    { metadata: { name: "far", values: [800, 100] }, patch: [] },
  ],
  version: "1.0.0",
};

test("a patch is found by name and by the values of the labels", () => {
  const patchset = parsePatchset(document);
  expect(selectPatch(patchset, "far").metadata.values).toEqual([800, 100]);
  expect(selectPatch(patchset, [150, 0]).metadata.name).toBe("near");
  expect(() => selectPatch(patchset, "elsewhere")).toThrow('expected a patch named "elsewhere"');
  expect(() => selectPatch(patchset, [150, 1])).toThrow("expected a patch of the values [150,1]");
});

test("a patchset with a name twice or a value too few is refused", () => {
  const [near, far] = document.patches;
  expect(() => parsePatchset({ ...document, patches: [near, near] })).toThrow('got "near" again');
  const short = { ...far, metadata: { name: "far", values: [800] } };
  expect(() => parsePatchset({ ...document, patches: [near, short] })).toThrow("/patches/1/metadata/values: expected 2 values, got 1");
});

test("the digest of a workspace is taken of the text that Python would write", () => {
  expect(canonicalJson(text)).toBe(canonical);
  const digest = (algorithm: string, of: string) => createHash(algorithm).update(of, "utf8").digest("hex");
  verifyDigests(parsePatchset(document), text, digest);
  expect(() => verifyDigests(parsePatchset(document), text.replace("1.0", "1.5"), digest)).toThrow("/metadata/digests/sha256");
});
