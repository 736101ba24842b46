// The live page of a scan: what the server says is shown, what a person wants is passed on.
import { createActions } from "./actions.js";
import { listen } from "./connection.js";
import { createFigures } from "./figures.js";
import { element, showPhase, showState } from "./panels.js";

/** @type {{ readonly id: string, readonly palettes: { readonly light: Record<string, string>, readonly dark: Record<string, string> } }} */
const { id, palettes } = JSON.parse(element("settings").textContent ?? "");
const actions = createActions(id);
const figures = createFigures(palettes, (place) => actions.choosePlace(place));
let isOpen = false;

listen(id, {
  onState(state) {
    isOpen = state.participation.isOpen;
    showState(state, actions.exclude);
    actions.update(state);
    figures.open(isOpen);
  },
  onFigures({ observed, sketched, figures: drawn }) {
    const note = sketched > 0 && sketched < observed ? `Drawn from the ${sketched} most telling of ${observed} evaluations.` : "";
    figures.show(drawn, note);
    figures.open(isOpen);
    document.documentElement.dataset.observed = String(observed);
  },
  onGone(reason) {
    showPhase("gone");
    element("participation").textContent = reason;
    element("participation").hidden = false;
    actions.close();
    figures.open(false);
  },
});
