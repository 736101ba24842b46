/**
 * Colours by their role. Series are Okabe and Ito's colour-blind safe set [OkabeIto2008] (lightened for dark paper), the order
 * of evaluations is cividis [Nunez2018], and probability runs from blue over the paper's tone to orange.
 */
export type Palette = Readonly<Record<string, string>>;

/** How many observables have a colour of their own. */
export const seriesCount = 4;

const order = { order0: "#00224e", order1: "#434e6c", order2: "#7d7c78", order3: "#bcae6c", order4: "#fee838" };

export const lightPalette: Palette = {
  paper: "#ffffff",
  panel: "#f6f5f2",
  ink: "#1c1d21",
  muted: "#5a5d66",
  rule: "#dcdad4",
  grid: "#ecebe7",
  forbidden: "#e4e2dd",
  hatch: "#bdbab2",
  good: "#00684c",
  attention: "#8f4a00",
  bad: "#a3261b",
  series0: "#0072b2",
  series1: "#d55e00",
  series2: "#009e73",
  series3: "#b0578a",
  band0: "rgba(0,114,178,0.18)",
  band1: "rgba(213,94,0,0.18)",
  band2: "rgba(0,158,115,0.18)",
  band3: "rgba(176,87,138,0.18)",
  neutralBand: "rgba(90,93,102,0.18)",
  probability0: "#6ea3d0",
  probability1: "#b5d0e7",
  probability2: "#fbfaf7",
  probability3: "#f6cfa6",
  probability4: "#e39a56",
  ...order,
};

export const darkPalette: Palette = {
  paper: "#17181c",
  panel: "#202127",
  ink: "#ececee",
  muted: "#a6a8b0",
  rule: "#383a42",
  grid: "#2a2c33",
  forbidden: "#2e3037",
  hatch: "#555863",
  good: "#4fd3a6",
  attention: "#f0b04a",
  bad: "#ff8a7a",
  series0: "#56b4e9",
  series1: "#f08a3c",
  series2: "#2cc79a",
  series3: "#e19cc6",
  band0: "rgba(86,180,233,0.24)",
  band1: "rgba(240,138,60,0.24)",
  band2: "rgba(44,199,154,0.24)",
  band3: "rgba(225,156,198,0.24)",
  neutralBand: "rgba(166,168,176,0.24)",
  probability0: "#3f78a8",
  probability1: "#2c4a63",
  probability2: "#1d1e22",
  probability3: "#5d4126",
  probability4: "#a8682f",
  ...order,
  order0: "#39507f", // the darkest blue would sink into dark paper
};

/** Colours of a scale from its first stop to its last, e.g. the roles order0 .. order4. */
export function scaleRoles(name: "order" | "probability"): string[] {
  return [0, 1, 2, 3, 4].map((stop) => `${name}${stop}`);
}
