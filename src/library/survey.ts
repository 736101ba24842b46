import { join } from "node:path";
import { buildEvaluator } from "../composition.ts";
import type { EvaluatorConfig } from "../config/index.ts";
import { createDispatcher, EvaluationError, systemClock, type Evaluator, type Outcome } from "../evaluation/index.ts";
import type { SurveyedEntry } from "../journal/index.ts";
import { surveyPoints } from "../proposal/index.ts";
import type { ScanCore } from "../scan/index.ts";
import type { UnitPoints } from "../space/index.ts";
import { interpretProxy, parametersOf, surveyedEntry } from "./survey-answers.ts";
import { surveyRun } from "./survey-run.ts";
import { surveyTable } from "./survey-table.ts";

/** The proxy of a scan that has still to be asked. */
export function dueProxy({ settings, state }: ScanCore): EvaluatorConfig | undefined {
  return state.survey === undefined ? settings.config.surrogate.proxy : undefined;
}

/**
 * Asks a proxy all over the domain: an earlier run for its medians, a table for its rows, and any other evaluator as it evaluates
 * points. The entry is to be made durable before the first fit. Undefined when interrupted.
 * Throws an EvaluationError or a ConfigError when the proxy cannot be used.
 */
export async function surveyProxy(
  core: ScanCore, proxy: EvaluatorConfig, runDirectory: string, signal: AbortSignal,
): Promise<SurveyedEntry | undefined> {
  if (proxy.adapter === "table") return surveyTable(core, String(proxy.options["table"]));
  const points = surveyPoints(core.settings.space, core.settings.config.seed);
  if (proxy.adapter === "run") return surveyRun(core, points, String(proxy.options["directory"]));
  const config = { ...core.settings.config, evaluator: proxy };
  const evaluator = await buildEvaluator(config, join(runDirectory, "proxy")).catch((error: unknown) => {
    throw error instanceof EvaluationError ? new EvaluationError(`surrogate.proxy, ${error.message}`, false) : error;
  });
  try {
    const outcomes = await evaluateAll(core, evaluator, proxy, points, runDirectory, signal);
    return outcomes && surveyedEntry(core, points, outcomes);
  } finally {
    await evaluator.close();
  }
}

async function evaluateAll(
  core: ScanCore, evaluator: Evaluator, { timeoutSeconds, retries }: EvaluatorConfig, points: UnitPoints, runDirectory: string, signal: AbortSignal,
): Promise<readonly Outcome[] | undefined> {
  const dispatcher = createDispatcher({
    evaluator,
    clock: systemClock,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    directoryOf: (id, attempt) => join(runDirectory, "work", `${id}.${attempt}`),
    interpret: (reply) => interpretProxy(core, reply),
    onSubmitted: () => Promise.resolve(), // a proxy is asked anew rather than re-attached to
  });
  const requests = parametersOf(core, points).map((parameters, i) => ({ id: `proxy-${String(i + 1).padStart(4, "0")}`, seed: i, parameters }));
  const outcomes = new Map<string, Outcome>();
  const interrupted = new Promise<"interrupted">((resolve) => {
    if (signal.aborted) resolve("interrupted"); // its event has been
    signal.addEventListener("abort", () => resolve("interrupted"), { once: true });
  });
  try {
    for (let next = 0; outcomes.size < requests.length; ) {
      while (dispatcher.running < evaluator.capacity && next < requests.length) dispatcher.dispatch({ ...requests[next++]!, attempt: 1 });
      const arrivals = await Promise.race([dispatcher.arrivals(), interrupted]);
      if (arrivals === "interrupted" || signal.aborted) return undefined;
      for (const { id, attempt, outcome } of arrivals) {
        const isRepeated = outcome.kind === "failed" && outcome.retryable && attempt <= retries;
        if (isRepeated) dispatcher.dispatch({ ...requests.find((one) => one.id === id)!, attempt: attempt + 1 });
        else outcomes.set(id, outcome);
      }
    }
  } finally {
    await dispatcher.stop();
  }
  return requests.map(({ id }) => outcomes.get(id)!);
}
