/** Two channels and a patchset of four signal points at the corners of a square, one channel empty at one of them. */
export const background = {
  channels: [
    { name: "SR", samples: [{ name: "bkg", data: [50, 20], modifiers: [
      { name: "jes", type: "histosys", data: { lo_data: [46, 19], hi_data: [55, 20.5] } },
      { name: "staterror_SR", type: "staterror", data: [2, 1.5] },
    ] }] },
    { name: "CR", samples: [{ name: "bkg", data: [200], modifiers: [{ name: "norm", type: "normsys", data: { lo: 0.9, hi: 1.1 } }] }] },
  ],
  observations: [{ name: "SR", data: [54, 22] }, { name: "CR", data: [195] }],
  measurements: [{ name: "m", config: { poi: "mu", parameters: [] } }],
  version: "1.0.0",
};

const signalInSr = (name: string, first: number, second: number, extra: readonly object[]) => ({
  name, data: [first, second], modifiers: [
    { name: "mu", type: "normfactor", data: null },
    { name: "staterror_SR", type: "staterror", data: [first / 10, second / 8] },
    { name: "jes", type: "histosys", data: { lo_data: [first * 0.9, second * 1.05], hi_data: [first * 1.12, second * 0.93] } },
    ...extra,
  ],
});

const signalInCr = (name: string, value: number) => ({
  name, data: [value], modifiers: [
    { name: "mu", type: "normfactor", data: null },
    { name: "norm", type: "normsys", data: { lo: 0.95, hi: 1.04 } },
    { name: "sig_shape", type: "shapesys", data: [value / 5] },
  ],
});

const xsec = (lo: number, hi: number) => ({ name: "xsec", type: "normsys", data: { lo, hi } });

export const points = [
  { values: [100, 0], patch: [
    { op: "add", path: "/channels/0/samples/-", value: signalInSr("s0", 20, 30, [xsec(0.9, 1.1)]) },
    { op: "add", path: "/channels/1/samples/-", value: signalInCr("s0", 4) },
  ] },
  { values: [200, 0], patch: [
    { op: "add", path: "/channels/0/samples/-", value: signalInSr("s1", 8, 16, [xsec(0.85, 1.2)]) },
    { op: "add", path: "/channels/1/samples/-", value: signalInCr("s1", 1) },
  ] },
  { values: [100, 100], patch: [{ op: "add", path: "/channels/0/samples/0", value: signalInSr("s2", 6, 9, []) }] },
  { values: [200, 100], patch: [
    { op: "add", path: "/channels/0/samples/-", value: signalInSr("s3", 2, 5, [xsec(0.8, 1.3)]) },
    { op: "add", path: "/channels/1/samples/-", value: signalInCr("s3", 0.5) },
  ] },
] as const;

export const patchset = {
  metadata: { references: {}, digests: {}, labels: ["m1", "m2"], description: "a square" },
  patches: points.map(({ values, patch }, index) => ({ metadata: { name: `point ${index}`, values: [...values] }, patch: [...patch] })),
  version: "1.0.0",
};
