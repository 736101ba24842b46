import { evaluationView } from "../library/scan-view.ts";
import { arrivalLine, barLine, terminalStyle, type Progress } from "../report/index.ts";
import type { ScanCore, ScanEvent } from "../scan/index.ts";

export interface ProgressDisplay {
  show(event: ScanEvent, core: ScanCore): void;
  note(text: string): void;
  clear(): void;
}

/** A bar on a terminal, one line per arrival otherwise; both on stderr. */
export function showProgress(isSilent: boolean): ProgressDisplay {
  const stream = process.stderr;
  const style = terminalStyle(stream);
  const running = new Set<string>();
  let isBarShown = false;

  const clear = (): void => {
    if (isBarShown) stream.write("\r\u001b[K");
    isBarShown = false;
  };
  const draw = (core: ScanCore): void => {
    if (!stream.isTTY) return;
    clear();
    stream.write(barLine(progressOf(core, running.size), style));
    isBarShown = true;
  };

  return {
    show(event, core) {
      if (event.type === "dispatched") running.add(event.id);
      if (event.type === "arrived") running.delete(event.id);
      if (isSilent) return;
      if (event.type === "arrived") {
        const evaluation = evaluationView(core.evaluation(event.id));
        if (!stream.isTTY || evaluation.status !== "observed") {
          clear();
          stream.write(`${arrivalLine(progressOf(core, running.size), evaluation, style)}\n`);
        }
      }
      draw(core);
    },
    note(text) {
      clear();
      stream.write(`${text}\n`);
    },
    clear,
  };
}

function progressOf({ state, settings }: ScanCore, running: number): Progress {
  const { budget, convergence } = settings.config;
  const count = (status: string): number => state.evaluations.filter((evaluation) => evaluation.status === status).length;
  const assessment = state.assessments.at(-1)?.assessment;
  const volumes = assessment?.levelSets.map(({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume);
  const bound = Math.max(...(assessment?.levelSets.map(({ upperBound95 }) => upperBound95 ?? Infinity) ?? []));
  return {
    completed: state.evaluations.length - count("pending"),
    running,
    failed: count("failed"),
    budgetEvaluations: budget.evaluations,
    ...(volumes !== undefined && { uncertainVolume: Math.max(...volumes) }),
    ...(Number.isFinite(bound) && { boundedVolume: bound }),
    ...(convergence.misclassifiedVolume !== undefined && { targetVolume: convergence.misclassifiedVolume }),
    wallTimeSeconds: state.wallTimeSeconds,
  };
}
