// Figures of a scan, drawn by plotly in the palette that the reader's system asks for.

/** @typedef {import("../../report/index.ts").LiveFigure} LiveFigure */
/** @typedef {Readonly<Record<string, string>>} Palette */
/** @typedef {{ readonly figure: LiveFigure, readonly coordinates: Record<string, number>, readonly id: string | undefined }} Place */

const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 40rem)");

/**
 * @param {{ readonly light: Palette, readonly dark: Palette }} palettes
 * @param {(place: Place) => void} onChoose told of a click on a place or an evaluation.
 */
export function createFigures(palettes, onChoose) {
  /** @type {Map<string, { plot: HTMLElement, caption: HTMLElement, title: HTMLElement | undefined, figure: LiveFigure, drawn: string }>} */
  const shown = new Map();
  const visible = new WeakSet();
  const nearWindow = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target);
        else visible.delete(target);
      }
      drawVisible();
    },
    { rootMargin: "400px" },
  );

  function drawVisible() {
    if (document.hidden) return;
    for (const one of shown.values()) if (visible.has(one.plot)) draw(one);
  }

  /** @param {{ plot: HTMLElement, figure: LiveFigure, drawn: string }} one */
  function draw(one) {
    const palette = dark.matches ? palettes.dark : palettes.light;
    const wanted = `${dark.matches} ${narrow.matches} ${JSON.stringify(one.figure.figure)}`;
    if (one.drawn === wanted) return;
    one.drawn = wanted;
    const { data, layout } = coloured(one.figure.figure, "", palette);
    if (narrow.matches) layout.font.size = 11;
    void Plotly.react(one.plot, data, { ...layout, dragmode: false, uirevision: one.figure.id }, { responsive: true, displayModeBar: false, doubleClick: false });
  }

  /** @param {LiveFigure} figure */
  function place(figure) {
    const frame = document.createElement("figure");
    const plot = document.createElement("div");
    const caption = document.createElement("figcaption");
    plot.className = "plot";
    plot.setAttribute("role", "img");
    caption.id = `${figure.id}-summary`;
    plot.setAttribute("aria-describedby", caption.id);
    const title = figure.kind === "map" ? document.createElement("h3") : undefined;
    frame.append(...(title === undefined ? [] : [title]), plot, caption);
    const holder = document.querySelector(`[data-kind="${figure.kind}"]`);
    holder?.querySelector(".empty")?.remove();
    holder?.append(frame);
    const one = { plot, caption, title, figure, drawn: "" };
    shown.set(figure.id, one);
    plot.addEventListener("click", (event) => choose(one.plot, one.figure, event));
    nearWindow.observe(plot);
    return one;
  }

  /**
   * @param {HTMLElement & { _fullLayout?: any, _hoverdata?: any }} plot
   * @param {LiveFigure} figure
   * @param {MouseEvent} event
   */
  function choose(plot, figure, event) {
    if (figure.axes === undefined || plot._fullLayout === undefined) return;
    const { xaxis, yaxis } = plot._fullLayout;
    const { left, top } = plot.getBoundingClientRect();
    const [x, y] = [event.clientX - left - xaxis._offset, event.clientY - top - yaxis._offset];
    if (x < 0 || y < 0 || x > xaxis._length || y > yaxis._length) return;
    const id = plot._hoverdata?.find((/** @type {any} */ point) => point.customdata !== undefined)?.customdata;
    const values = [xaxis.p2d(x), yaxis.p2d(y)];
    const coordinates = Object.fromEntries(figure.axes.map((name, k) => [name, Number(Number(values[k]).toPrecision(5))]));
    onChoose({ figure, coordinates: { ...figure.at, ...coordinates }, id });
  }

  dark.addEventListener("change", drawVisible);
  narrow.addEventListener("change", drawVisible);
  document.addEventListener("visibilitychange", drawVisible);

  return {
    /** @param {readonly LiveFigure[]} figures @param {string} note */
    show(figures, note) {
      for (const figure of figures) {
        const one = shown.get(figure.id) ?? place(figure);
        one.figure = figure;
        one.plot.setAttribute("aria-label", figure.title);
        if (one.title !== undefined) one.title.textContent = figure.title;
        one.caption.textContent = figure.kind === "contour" ? `${figure.summary} ${note}` : figure.summary;
      }
      for (const [id, { plot }] of shown) {
        if (figures.some((figure) => figure.id === id)) continue;
        plot.closest("figure")?.remove();
        shown.delete(id);
      }
      drawVisible();
    },
    /** @param {boolean} isOpen whether a click may do something. */
    open(isOpen) {
      for (const { plot, figure } of shown.values()) plot.classList.toggle("open", isOpen && figure.axes !== undefined);
    },
  };
}

/** Whether a list holds numbers only, by its ends: it may be long. @param {readonly unknown[]} list */
function isNumeric(list) {
  return typeof list[0] === "number" && typeof list.at(-1) === "number";
}

/**
 * A figure with the palette's colours for its roles.
 * @param {any} value @param {string} key @param {Palette} palette
 * @returns {any}
 */
function coloured(value, key, palette) {
  if (Array.isArray(value)) return isNumeric(value) ? value : value.map((item) => coloured(item, key, palette));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, coloured(item, name, palette)]));
  }
  const isRole = typeof value === "string" && /color/.test(key) && Object.hasOwn(palette, value);
  return isRole ? palette[value] : value;
}
