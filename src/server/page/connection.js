// What the page says to the server and hears from it.

/** @typedef {import("../live-state.ts").LiveState} LiveState */
/** @typedef {import("../../report/index.ts").LiveFigure} LiveFigure */
/** @typedef {{ readonly observed: number, readonly sketched: number, readonly figures: readonly LiveFigure[] }} Drawing */

/**
 * Hears of a scan until it is not served any more; the browser reconnects by itself after an interruption.
 * @param {string} scan
 * @param {{ onState(state: LiveState): void, onFigures(drawing: Drawing): void, onGone(reason: string): void }} listener
 */
export function listen(scan, { onState, onFigures, onGone }) {
  const source = new EventSource(`/api/scans/${encodeURIComponent(scan)}/events`);
  let isOver = false;
  source.addEventListener("state", (event) => onState(JSON.parse(event.data)));
  source.addEventListener("figures", (event) => onFigures(JSON.parse(event.data)));
  source.addEventListener("gone", (event) => {
    isOver = true;
    source.close();
    onGone(JSON.parse(event.data).reason);
  });
  source.addEventListener("error", () => {
    if (!isOver) onGone("the server does not answer; trying again");
  });
}

/**
 * Does something to the scan.
 * @param {string} scan
 * @param {string} action
 * @param {object} body
 * @returns {Promise<{ readonly id?: string }>}
 * @throws {Error} with the server's message where it is refused.
 */
export async function act(scan, action, body) {
  const response = await fetch(`/api/scans/${encodeURIComponent(scan)}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
