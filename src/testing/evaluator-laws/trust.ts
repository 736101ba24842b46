import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { acts } from "../evaluator-acts.ts";
import { assertStillWorks, inCourt, type Law } from "./court.ts";

/** Names that would do harm as a path, a header, a line of a protocol, or a property of an object. */
const hostileNames = [
  "../../escape", "/escape", "..", "a\r\nX-Injected: yes", "a\nb", "a\0b", "$(touch escape)", "`touch escape`", "; touch escape", "{directory}",
  "-escape", "__proto__", "constructor", "ψ ∂", "\ud800",
];

/** Acts that end by themselves. */
const endingActs = ["echo", "infeasible", "retryableFailure", "failure", "error", "crash", "garbage", "twice", "leak"] as const satisfies (keyof typeof acts)[];

/** Laws by which neither side gets at more than it should. */
export const trustLaws = {
  "an id or a parameter's name is only a name: nothing escapes the attempt's folder, nothing is injected": (harness) =>
    inCourt(harness, async (court) => {
      const { evaluator, context, request, folder } = court;
      for (const [i, name] of hostileNames.entries()) {
        const asked = request(name, "echo", i);
        const parameters = Object.fromEntries([...Object.entries(asked.parameters), [name, 1]]);
        const { directory, ...rest } = await context("hostile");
        const before = await readdir(folder);
        const reply = await evaluator.evaluate({ ...asked, parameters }, { ...rest, directory }).catch(() => "refused");
        if (reply !== "refused") assert.deepEqual(reply, { id: name, observables: { attempt: 1, seed: 11, x: i } });
        assert.deepEqual(await readdir(folder), before, `expected nothing beside the attempt's folder for ${JSON.stringify(name)}`);
      }
      await assertStillWorks(court);
    }),

  "a secret is never shown: not in an outcome, a handle or a file": (harness) =>
    inCourt(harness, async ({ outcomeOf, handles, folder }) => {
      const { secret } = harness;
      assert.ok(secret !== undefined && secret.length > 0, "expected a harness with a secret, or an exemption");
      for (const act of endingActs) {
        const outcome = await outcomeOf(act);
        assert.ok(!JSON.stringify(outcome).includes(secret), `expected no secret in the outcome of ${act}`);
      }
      assert.ok(!JSON.stringify(handles).includes(secret), "expected no secret in a handle");
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = await readFile(join(entry.parentPath, entry.name), "utf8");
        assert.ok(!text.includes(secret), `expected no secret in ${entry.name}`);
      }
    }),
} as const satisfies Record<string, Law>;
