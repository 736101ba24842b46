import type { Ending } from "../batch/batch-system.ts";

/** The head of an event: its number, cluster and process; text follows to a line of three dots. */
const head = /^(\d{3}) \((\d+)\.(\d+)\.\d+\) /;

/** What an event log says of the tasks of one cluster: by process number, its job and, when it has, how it has ended. */
export function readEvents(text: string): ReadonlyMap<number, { readonly job: string; readonly ending?: Ending }> {
  const tasks = new Map<number, { job: string; ending?: Ending; held?: string }>();
  for (const event of text.split(/^\.\.\.[ \r]*\n/m).slice(0, -1)) { // what is after the last dots is still being written
    const lines = event.trim().split(/\s*\n\s*/);
    const [, kind, cluster, number] = head.exec(lines[0]!) ?? [];
    if (kind === undefined) continue;
    const process = Number(number);
    const task = tasks.get(process) ?? { job: `${Number(cluster)}.${process}` };
    tasks.set(process, task);
    const detail = lines[1] ?? "";
    if (kind === "012") task.held = detail;
    if (kind === "013") delete task.held;
    if (kind === "005") task.ending = terminated(detail);
    if (kind === "009") task.ending = task.held === undefined ? aborted(detail) : onHold(task.held);
  }
  return tasks;
}

function terminated(detail: string): Ending {
  const [, code] = /return value (\d+)/.exec(detail) ?? [];
  const [, signal] = /signal (\d+)/.exec(detail) ?? [];
  const how = signal === undefined ? `exit code ${code ?? "unknown"}` : `killed by signal ${signal}`;
  return { reason: `ended without a reply in HTCondor (${how})`, retryable: true, cancelled: false };
}

function aborted(detail: string): Ending {
  return { reason: `cancelled in HTCondor (${detail})`, retryable: true, cancelled: true };
}

function onHold(detail: string): Ending {
  return { reason: `put on hold by HTCondor (${detail})`, retryable: true, cancelled: false };
}
