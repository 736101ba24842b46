// What a person does to the scan from the page.
import { act } from "./connection.js";
import { element, node } from "./panels.js";

/** @typedef {import("../live-state.ts").LiveState} LiveState */
/** @typedef {import("./figures.js").Place} Place */

/** @param {string} scan */
export function createActions(scan) {
  const pause = /** @type {HTMLButtonElement} */ (element("pause"));
  const choose = /** @type {HTMLButtonElement} */ (element("choose"));
  const grant = /** @type {HTMLFormElement} */ (element("grant"));
  const more = /** @type {HTMLInputElement} */ (element("more"));
  const dialog = /** @type {HTMLDialogElement} */ (element("point"));
  const reason = /** @type {HTMLInputElement} */ (element("exclusion-reason"));
  const evaluate = /** @type {HTMLButtonElement} */ (element("evaluate"));
  /** @type {LiveState | undefined} */
  let state;
  /** @type {string | undefined} The evaluation that the dialog is about. */
  let chosen;

  /** @param {string} text @param {boolean} isBad */
  function say(text, isBad = false) {
    element("answer").textContent = text;
    element("answer").classList.toggle("bad", isBad);
  }

  /** @param {string} action @param {object} body @param {(answer: { readonly id?: string }) => string} done */
  async function attempt(action, body, done) {
    try {
      say(done(await act(scan, action, body)));
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), true);
    }
  }

  pause.addEventListener("click", () => {
    if (state?.phase === "paused") void attempt("continue", {}, () => "The scan goes on.");
    else void attempt("pause", {}, () => "Paused: what is under way ends, nothing new is started.");
  });
  grant.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt("budget", { evaluations: Number(more.value) }, () => `${more.value} more evaluations granted.`);
  });
  choose.addEventListener("click", () => {
    const middle = (state?.parameters ?? []).map(({ name, lower, upper }) => [name, Number(((lower + upper) / 2).toPrecision(5))]);
    open(Object.fromEntries(middle), undefined);
  });
  dialog.addEventListener("close", () => {
    const inputs = /** @type {HTMLInputElement[]} */ ([...element("coordinates").querySelectorAll("input")]);
    const parameters = Object.fromEntries(inputs.map((input) => [input.name, Number(input.value)]));
    if (dialog.returnValue === "evaluate") void attempt("points", { parameters }, ({ id }) => `${id} will be evaluated next.`);
    if (dialog.returnValue !== "exclude") return;
    const why = reason.value.trim() || "ruled out by hand";
    void attempt("infeasible", chosen === undefined ? { parameters, reason: why } : { id: chosen, reason: why }, ({ id }) => `${id} is ruled out.`);
  });

  /** @param {Readonly<Record<string, number>>} coordinates @param {string | undefined} id */
  function open(coordinates, id) {
    chosen = id;
    dialog.returnValue = "cancel";
    element("point-title").textContent = id === undefined ? "A point of your own" : `Evaluation ${id}`;
    element("point-note").textContent = id === undefined ? "It is evaluated before all others, or ruled out as infeasible." : "Ruled out, it is not used any more, whatever its value.";
    evaluate.hidden = id !== undefined;
    element("coordinates").replaceChildren(
      ...(id === undefined ? (state?.parameters ?? []) : []).map(({ name, lower, upper, unit }) =>
        node("label", {}, `${name}${unit === "" ? "" : ` [${unit}]`}, ${lower} to ${upper}`,
          node("input", { name, type: "number", step: "any", min: String(lower), max: String(upper), required: "", value: String(coordinates[name] ?? "") })),
      ),
    );
    dialog.showModal();
  }

  return {
    /** @param {LiveState} next */
    update(next) {
      state = next;
      const { isOpen } = next.participation;
      pause.disabled = !isOpen || next.phase === "ended";
      pause.textContent = next.phase === "paused" ? "Continue" : "Pause";
      for (const control of [choose, more, ...grant.querySelectorAll("button")]) /** @type {HTMLButtonElement} */ (control).disabled = !isOpen;
    },
    close() {
      for (const control of [pause, choose, more, ...grant.querySelectorAll("button")]) /** @type {HTMLButtonElement} */ (control).disabled = true;
    },
    /** @param {Place} place */
    choosePlace({ coordinates, id }) {
      if (state?.participation.isOpen) open(coordinates, id);
    },
    /** @param {string} id */
    exclude: (id) => open({}, id),
  };
}
