// node --test
//
// Holds plugin.mts to the laws that every evaluator of excursion keeps: it keeps them when no scan loses, mixes up or pays twice for
// anything. The simulator here plays acts instead of simulating: it answers, refuses, breaks, hangs, floods, whatever a law asks for.

import { test } from "node:test";
import { acts, createPluginEvaluator, evaluatorLaws, playAct } from "excursion/testing";
import plugin from "./plugin.mts";
import { startSimulator } from "./simulator.mjs";

const exemptions = {
  "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it",
};

/** A simulator that plays acts, and an evaluator that reaches it through the plugin. */
async function create() {
  const { jobs, port, stop } = await startSimulator({ run: play, slots: 20 });
  async function play(request, signal) {
    switch (request.parameters.act) {
      case acts.crash:
        return void jobs.delete(`${request.id}.1`); // as if it had been restarted
      case acts.hang:
        return new Promise(() => undefined);
      case acts.late:
        await new Promise((resolve) => void signal.addEventListener("abort", resolve));
        return playAct(request);
      case acts.garbage:
        return "done";
      case acts.flood:
        return { events: "x".repeat(2 ** 22) };
      default:
        return playAct(request);
    }
  }
  const evaluator = await createPluginEvaluator(plugin, { address: `127.0.0.1:${port}`, pollSeconds: 0.01 }, { workers: 2 });
  return {
    evaluator: { ...evaluator, close: () => evaluator.close().then(stop) },
    remains: async () => [...jobs.values()].filter(({ state }) => state !== "ended").map(({ request }) => `job ${request.id}`),
  };
}

for (const [name, check] of Object.entries(evaluatorLaws)) {
  test(name, { skip: exemptions[name] ?? false }, () => check({ create, exemptions }));
}
