import { parentPort, workerData } from "node:worker_threads";
import { configPlugins, settingsOf } from "../composition.ts";
import { parseConfig } from "../config/index.ts";
import type { StampedEntry } from "../journal/index.ts";
import { viewWith } from "../library/scan-view.ts";
import { liveFigures } from "../report/index.ts";
import { createScanCore, createSketcher } from "../scan/index.ts";
import type { MindData, MindQuestion } from "./mind.ts";

/** Observed evaluations that a live picture rests on at most. */
const mostSketched = 300;

const { config, directory, engine } = workerData as MindData;
const settings = settingsOf(parseConfig(JSON.parse(config), configPlugins, directory), engine);
const core = createScanCore(settings);
const sketch = createSketcher(settings, mostSketched);

/** The numerical work of a scan, in a thread of its own; it is told every entry, and answers one question at a time. */
parentPort!.on("message", ({ entries, question, number }: { entries?: StampedEntry[]; question?: MindQuestion; number?: number }) => {
  if (entries !== undefined) core.record(entries);
  if (question === undefined) return;
  try {
    parentPort!.postMessage({ number, answer: answerTo(question) });
  } catch (error) {
    parentPort!.postMessage({ number, error: error instanceof Error ? error : new Error(String(error)) });
  }
});

function answerTo(question: MindQuestion): unknown {
  switch (question.kind) {
    case "fit":
      return core.fit();
    case "assess":
      return core.assess();
    case "audit":
      return core.audit();
    case "choose":
      return core.choose(question.count, question.origin);
    case "draw":
      return drawn();
  }
}

/** The figures as the text of a message, so that it is written once for all who watch. */
function drawn(): string {
  const { state } = core;
  const current = sketch(state);
  const view = viewWith(core, current?.surrogates);
  const score = current === undefined ? undefined : current.score;
  const figures = liveFigures(view, score === undefined ? undefined : (points) => score(settings.space.toUnit(points)));
  return JSON.stringify({ observed: state.observedOrder.length, sketched: current?.observations ?? 0, figures });
}
