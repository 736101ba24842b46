// Everything of the page that is text: numbers, tables and the log.

/** @typedef {import("../live-state.ts").LiveState} LiveState */

const phaseWords = { running: "running", paused: "paused", waiting: "waiting", ended: "ended", gone: "not connected" };

/** @param {string} id @returns {HTMLElement} */
export function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`expected an element ${id} in the page, got none`);
  return found;
}

/** @param {keyof typeof phaseWords} phase */
export function showPhase(phase) {
  element("phase").dataset.phase = phase;
  element("phase").textContent = phaseWords[phase];
}

/**
 * @param {LiveState} state
 * @param {(id: string) => void} onExclude
 */
export function showState(state, onExclude) {
  showPhase(state.phase);
  element("headline").textContent = state.headline;
  element("reason").textContent = state.reason;
  document.title = `${state.counts.observed} of ${state.budget} · ${state.name}`;
  const { isOpen, note } = state.participation;
  element("participation").textContent = note;
  element("participation").hidden = note === "";
  const progress = element("progress");
  progress.setAttribute("aria-valuemax", String(state.budget));
  progress.setAttribute("aria-valuenow", String(state.proposed));
  /** @type {HTMLElement} */ (progress.firstElementChild).style.width = `${Math.min(100, (100 * state.proposed) / state.budget)}%`;
  fill("facts", state.facts.map(({ name, value, note: detail }) => node("div", {}, node("dt", {}, name), node("dd", {}, value, ...(detail === undefined ? [] : [node("span", { class: "note" }, detail)])))));
  fill("level-sets", state.levelSets.map(({ name, volume, misclassified, bound, isWithin }) => node("tr", {},
    node("th", { scope: "row" }, name), number(volume), number(misclassified, isWithin ? "within" : ""), number(bound))));
  element("running-count").textContent = state.runningCount > state.running.length ? `${state.running.length} of ${state.runningCount} shown` : String(state.runningCount);
  fill("running", state.running.map(({ id, place, by, since, origin }) => node("tr", {},
    node("th", { scope: "row", class: "id" }, id), node("td", {}, `${place}${origin === "asked" ? " (by hand)" : ""}`), node("td", {}, by),
    number(since === undefined ? "–" : durationText(since)), excludeCell(id, isOpen, onExclude))));
  fill("troubles", state.troubles.map(({ id, status, place, reason }) => node("tr", {},
    node("th", { scope: "row", class: "id" }, id), node("td", {}, status), node("td", {}, place), node("td", { class: "reason" }, reason),
    status === "failed" ? excludeCell(id, isOpen, onExclude) : node("td", {}))));
  showLog(state.log);
}

/** @param {LiveState["log"]} lines The newest comes first, so that nothing has to be scrolled. */
function showLog(lines) {
  fill("log", lines.toReversed().map(({ at, kind, text }) => node("li", { class: kind }, node("time", { datetime: at }, timeText(at)), node("span", {}, text))));
}

/** @param {string} at */
function timeText(at) {
  return new Date(at).toLocaleTimeString("en-GB");
}

/** @param {string} since */
function durationText(since) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {string} id @param {boolean} isOpen @param {(id: string) => void} onExclude */
function excludeCell(id, isOpen, onExclude) {
  if (!isOpen) return node("td", {});
  const button = node("button", { type: "button", class: "small", "aria-label": `Rule out ${id}`, "data-key": `exclude ${id}` }, "rule out …");
  button.addEventListener("click", () => onExclude(id));
  return node("td", {}, button);
}

/** @param {string} text @param {string} [kind] */
function number(text, kind = "") {
  return node("td", { class: `number ${kind}` }, text);
}

/**
 * @param {string} name @param {Readonly<Record<string, string>>} attributes @param {readonly (Node | string)[]} children
 */
export function node(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Replaces what has changed, and keeps the keyboard's focus where it was.
 * @param {string} id @param {readonly HTMLElement[]} rows
 */
function fill(id, rows) {
  const holder = element(id);
  rows.forEach((row, k) => {
    const before = holder.children[k];
    if (before === undefined) holder.append(row);
    else if (before.outerHTML !== row.outerHTML) {
      const focused = before.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : undefined;
      before.replaceWith(row);
      if (focused) /** @type {HTMLElement | null} */ (holder.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
    }
  });
  while (holder.children.length > rows.length) holder.lastElementChild?.remove();
}
