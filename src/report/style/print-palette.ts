/**
 * Colours of pictures that go into papers: the first group of limits in black with its bands in green and yellow, as the field
 * prints them but in tones that differ in lightness too, further groups and scans in Okabe and Ito's set [OkabeIto2008].
 */
export const printPalette = {
  paper: "#ffffff",
  ink: "#000000",
  muted: "#55585f",
  forbidden: "#e9e9ec",
  forbiddenEdge: "#8b8d94",
  band1: "#7fb98a",
  band2: "#fbe08e",
  limits: ["#000000", "#0072b2", "#d55e00", "#a14b84", "#007d5a"],
  uncertainty: ["#d9d9dd", "#cfe3f1", "#f8dfcb", "#ecd6e4", "#cdeae0"],
  prediction: "#b3201f",
} as const;

export function limitColour(index: number): string {
  return printPalette.limits[index % printPalette.limits.length]!;
}

export function uncertaintyColour(index: number): string {
  return printPalette.uncertainty[index % printPalette.uncertainty.length]!;
}
