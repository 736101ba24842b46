import * as fc from "fast-check";
import { expect, test } from "vitest";
import { labelMarkup, labelWidth } from "../../src/report/picture/label.ts";
import { htmlText, plainText, texText, textRuns } from "../../src/report/text/rich-text.ts";

const levels = (label: string) => textRuns(label).map(({ text, level }) => `${{ 0: "", 1: "^", [-1]: "_" }[level]}${text}`);

test("TeX's and Unicode's superscripts and subscripts are the same", () => {
  expect(levels("m(χ̃⁰₁) [GeV]")).toEqual(["m(χ̃", "^0", "_1", ") [GeV]"]);
  expect(levels("m(\\tilde{\\chi}^{0}_{1}) [GeV]")).toEqual(levels("m(χ̃⁰₁) [GeV]"));
  expect(levels("$m(\\tilde\\chi^0_1)$")).toEqual(["m(χ̃", "^0", "_1", ")"]);
  expect(levels("\\tilde{\\chi}_1^\\pm")).toEqual(["χ̃", "_1", "^±"]);
});

test("signs keep the spaces around them, names of letters end with a space", () => {
  expect(plainText("pp \\to \\tilde{g}\\tilde{g}")).toBe("pp → g̃g̃");
  expect(plainText("\\sigma \\times B, \\tau\\to\\mu")).toBe("σ × B, τ →μ");
  expect(plainText("\\sqrt{s} = 13 TeV, 139 fb^{-1}")).toBe("√s = 13 TeV, 139 fb−1");
  expect(plainText("\\sigma B, \\ell\\nu, \\mathrm{BR}")).toBe("σB, ℓν, BR");
});

test("what is not understood stays as it is", () => {
  expect(plainText("\\foo{x}")).toBe("\\foox");
  expect(plainText("50 \\% a\\_b")).toBe("50 % a_b");
  expect(levels("a^")).toEqual(["a^"]);
  expect(plainText("{open")).not.toBe("");
});

test("labels become HTML and TeX", () => {
  expect(htmlText("m(χ̃⁰₁) < 3")).toBe("m(χ̃<sup>0</sup><sub>1</sub>) &lt; 3");
  expect(texText("m(χ̃⁰₁)")).toBe("$m(\\tilde{\\chi}^{0}_{1})$");
  expect(texText("\\tilde{g}_1")).toBe("$\\tilde{g}_1$");
  expect(texText("mass [GeV]")).toBe("mass [GeV]");
});

test("any label ends, and keeps all of a text that has no markup", () => {
  const markup = fc.string({ unit: fc.constantFrom("{", "}", "^", "_", "\\", "\\tilde", "a", " ", "χ̃", "⁰") });
  fc.assert(fc.property(markup, (label) => {
    expect(textRuns(label).every(({ text }) => text !== "")).toBe(true);
  }));
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."abc XYZ 019.,;()[]+=/") }), (label) => {
    expect(plainText(label)).toBe(label);
  }));
});

test("what is raised stands above what is lowered, and neither is wider than both", () => {
  const size = { size: 10 };
  expect(labelWidth("x^0_1", size)).toBeCloseTo(labelWidth("x^0", size), 9);
  expect(labelWidth("x^{12}_1y", size)).toBeCloseTo(labelWidth("x^{12}y", size), 9);
  expect(labelMarkup("x^0_1", 0, 0, size).markup).toMatch(/>x<tspan dy="-4" font-size="6.8">0<\/tspan><tspan dx="-[\d.]+" dy="6.2" font-size="6.8">1<\/tspan><\/text>/);
});

test("an accent takes no room and stands higher over a tall letter", () => {
  expect(labelWidth("\\tilde{g}", { size: 10 })).toBeCloseTo(labelWidth("g", { size: 10 }), 9);
  expect(labelMarkup("\\tilde{W}", 0, 0, { size: 10 }).markup).toMatch(/>W<tspan dx="-[\d.]+" dy="-1.7">˜<\/tspan><\/text>/);
  expect(labelMarkup("\\tilde{g}", 0, 0, { size: 10 }).markup).not.toContain("dy");
});
