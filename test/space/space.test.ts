import { expect, test } from "vitest";
import { type Arbitrary, assert, constantFrom, double, integer, oneof, property, tuple } from "fast-check";
import { createSpace, physicalPoints, unitPoints, type Parameter } from "../../src/space/index.ts";

const mass: Parameter = { name: "mass", lower: 800, upper: 2600, scale: "linear" };
const lsp: Parameter = { name: "lsp", lower: 0, upper: 1800, scale: "linear" };
const coupling: Parameter = { name: "coupling", lower: 1e-4, upper: 10, scale: "log" };

const bound = oneof(double({ min: -1e6, max: 1e6, noNaN: true }), double({ min: 1e-25, max: 1e-20, noNaN: true }), double({ min: -1e30, max: 1e30, noNaN: true }));
const linearParameter: Arbitrary<Parameter> = tuple(bound, bound)
  .filter(([a, b]) => Math.abs(a - b) > Math.max(1e-290, 1e-6 * Math.max(Math.abs(a), Math.abs(b))))
  .map(([a, b]) => ({ name: "x", lower: Math.min(a, b), upper: Math.max(a, b), scale: "linear" }));
const logParameter: Arbitrary<Parameter> = tuple(double({ min: -300, max: 300, noNaN: true }), double({ min: 0.1, max: 300, noNaN: true }))
  .filter(([from, decades]) => from + decades < 300)
  .map(([from, decades]) => ({ name: "x", lower: 10 ** from, upper: 10 ** (from + decades), scale: "log" }));
const unit = double({ min: 0, max: 1, noNaN: true });

function physicalOf(parameter: Parameter, u: number): number {
  return createSpace({ parameters: [parameter] }).toPhysical(unitPoints(1, Float64Array.of(u))).data[0]!;
}

function unitOf(parameter: Parameter, x: number): number {
  return createSpace({ parameters: [parameter] }).toUnit(physicalPoints(1, Float64Array.of(x))).data[0]!;
}

test("the middle of a linear scale is the mean, of a log scale the geometric mean", () => {
  expect(physicalOf(mass, 0.5)).toBe(1700);
  expect(physicalOf({ ...coupling, upper: 1 }, 0.5)).toBe(0.01);
});

test("unit to physical and back is the identity but for rounding, and the ends are exact", () => {
  assert(
    property(oneof(linearParameter, logParameter), unit, (parameter, u) => {
      const x = physicalOf(parameter, u);
      expect(x).toBeGreaterThanOrEqual(parameter.lower);
      expect(x).toBeLessThanOrEqual(parameter.upper);
      expect(Math.abs(unitOf(parameter, x) - u)).toBeLessThan(1e-8); // a range may be 1e-6 of its ends; see below for usual ones
      expect(physicalOf(parameter, 0)).toBe(parameter.lower);
      expect(physicalOf(parameter, 1)).toBe(parameter.upper);
    }),
  );
});

test("usual ranges keep 13 digits on the way, 12 on a log scale", () => {
  assert(
    property(constantFrom(mass, lsp, coupling), unit, (parameter, u) => {
      expect(Math.abs(unitOf(parameter, physicalOf(parameter, u)) - u)).toBeLessThan(parameter.scale === "log" ? 1e-12 : 1e-13);
    }),
  );
});

test("a value typed in decimal comes back from the unit cube as typed", () => {
  assert(
    property(integer({ min: 0, max: 180_000 }), integer({ min: 1, max: 99_999 }), (hundredths, digits) => {
      const x = Number((hundredths / 100).toFixed(2));
      expect(physicalOf(lsp, unitOf(lsp, x))).toBe(x);
      const small = Number(`${digits}e-4`);
      expect(physicalOf(coupling, unitOf(coupling, small))).toBe(small);
    }),
  );
});

test("the order of values is kept", () => {
  assert(
    property(oneof(linearParameter, logParameter), unit, unit, (parameter, a, b) => {
      expect(physicalOf(parameter, Math.min(a, b))).toBeLessThanOrEqual(physicalOf(parameter, Math.max(a, b)));
    }),
  );
});

test("a point is admissible where every constraint holds as written, the boundary included", () => {
  const space = createSpace({ parameters: [mass, lsp, coupling], constraints: ["lsp <= mass - 25", "coupling < 1 or lsp > 100"] });
  const points = physicalPoints(3, Float64Array.of(
    1000.1, 975.1, 0.5, // on the line
    1000.1, 975.11, 0.5, // just above it
    1000, 0, 1, // not below 1
    1000, 100.5, 2,
    1000, 100, 2, // not above 100
  )); // prettier-ignore
  expect([...space.admissible(space.toUnit(points))]).toEqual([1, 0, 0, 1, 0]);
});

test("every decimal point on a line of the constraints is admissible", () => {
  const space = createSpace({ parameters: [mass, lsp], constraints: ["lsp <= mass - 25", "mass - lsp - 25 >= 0"] });
  assert(
    property(integer({ min: 8_000, max: 18_000 }), (tenths) => {
      const point = Float64Array.of(tenths / 10, (tenths - 250) / 10);
      expect([...space.admissible(space.toUnit(physicalPoints(2, point)))]).toEqual([1]);
    }),
  );
});

test("points outside the unit cube are not admissible and keep their place", () => {
  const space = createSpace({ parameters: [mass, lsp] });
  const outside = unitPoints(2, Float64Array.of(-0.1, 0.5, 0.5, 1.1, 0, 1));
  expect([...space.admissible(outside)]).toEqual([0, 0, 1]);
  expect([...space.toPhysical(outside).data]).toEqual([620, 900, 1700, 1980, 800, 1800]);
});

test("listed points come back exactly as listed, digits and all", () => {
  const data = Float64Array.of(1000 / 3 + 800, 1e3 / 7, Math.PI * 400, Math.E * 300);
  const space = createSpace({ parameters: [mass, lsp], points: physicalPoints(2, data) });
  expect(space.allowed).toEqual(space.toUnit(physicalPoints(2, data)));
  expect([...space.toPhysical(space.allowed!).data]).toEqual([...data]);
  const other = unitPoints(2, Float64Array.of(space.allowed!.data[0]!, 0.5));
  expect([...space.toPhysical(other).data]).toEqual([1133.33333333333, 900]);
});

test("listed points outside the bounds, forbidden or listed twice are refused with their number", () => {
  const data = Float64Array.of(1000, 100, 700, 100, 1000, 990, 1000, 100, 1200, Number.NaN);
  expect(() => createSpace({ parameters: [mass, lsp], constraints: ["lsp <= mass - 25"], points: physicalPoints(2, data) }))
    .toThrowErrorMatchingInlineSnapshot(
      `[RangeError: the list of allowed points has problems: point 2: expected mass from 800 to 2600, got 700; point 3: expected a point that the constraints allow, got one that "lsp <= mass - 25" forbids; point 4: expected every point once, got point 1 of the list again; point 5: expected lsp from 0 to 1800, got NaN]`,
    );
});

test("a list with very many problems names the first five", () => {
  const points = physicalPoints(1, Float64Array.from({ length: 12 }, (_, i) => i));
  expect(() => createSpace({ parameters: [mass], points })).toThrow(/point 5: [^;]*; and 7 more$/);
});
