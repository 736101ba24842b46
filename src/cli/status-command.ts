import { openRun } from "../library/open-run.ts";
import { viewOfScan } from "../library/scan-view.ts";
import { resultOf, statusText, terminalStyle } from "../report/index.ts";

/** `excursion status`: how far the scan in a run directory is, also while it runs. */
export async function statusCommand(directory: string, { json }: { readonly json?: boolean }): Promise<void> {
  const view = viewOfScan(await openRun(directory));
  const text = json === true ? `${JSON.stringify(resultOf(view), undefined, 2)}\n` : statusText(view, terminalStyle(process.stdout));
  process.stdout.write(text);
}
