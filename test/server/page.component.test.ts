import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../report/chromium.ts";
import { depth, serveToy, type TestServer } from "./fixtures.ts";

const executablePath = findChromium();
if (executablePath === undefined) {
  process.stderr.write("the live page in a browser: skipped, expected Chromium at /usr/bin/chromium or in the environment variable CHROMIUM\n");
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

interface Point {
  readonly id: string;
  readonly attempt: number;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Evaluates points as a client does. */
async function evaluate(toy: TestServer, count: number): Promise<void> {
  for (let k = 0; k < count; k++) {
    const { points } = (await toy.post("ask", {})).body as { points: Point[] };
    const [{ id, attempt, parameters }] = points as [Point];
    await toy.post("tell", { id, attempt, observables: { depth: depth(parameters) } });
  }
}

describe.skipIf(executablePath === undefined)("the live page in a browser", () => {
  let toy: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    toy = await serveToy({ budget: { evaluations: 40 } }, { timePasses: true });
    browser = await chromium.launch({ executablePath: executablePath!, args });
  });
  afterAll(async () => {
    await browser?.close();
    await toy?.[Symbol.asyncDispose]();
  });

  /** Opens the page; what the browser complains about and what it asks others for is kept. */
  async function open(width: number, colorScheme: "light" | "dark"): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => void complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => void complaints.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(toy.server.origin) && !/^(data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(toy.server.url);
    await page.locator("#phase", { hasText: /waiting|running/ }).waitFor();
    return { page, complaints };
  }

  const observed = (page: Page, count: number) => page.locator(`html[data-observed="${count}"]`).waitFor();

  test("follows a scan: numbers, figures, log, without a complaint or a request elsewhere", async () => {
    const { page, complaints } = await open(1400, "light");
    expect(new URL(page.url()).search).toBe("");
    await page.locator("#contours").locator(".empty, .plot").first().waitFor(); // a word, until the plane without a contour is drawn
    await evaluate(toy, 8);
    await observed(page, 8);
    await page.locator("#contours .plot .scatterlayer .points path").first().waitFor();
    expect(await page.locator("#facts dd").first().textContent()).toMatch(/^8/);
    expect(await page.locator("#log li").first().textContent()).toMatch(/expected to be misclassified|depth = /);
    expect(await page.locator("#level-sets tr").count()).toBe(1);
    await page.locator(".maps .plot .heatmaplayer image").first().waitFor();
    expect(await page.locator(".maps h3").allTextContents()).toEqual(["Probability of depth ≥ 0", "Where the next evaluation is worth most"]);
    expect(complaints).toEqual([]);
  });

  test.for([
    [1920, "dark"],
    [375, "light"],
    [375, "dark"],
  ] as const)("at %i pixels in %s nothing is wider than the window, and every table and figure has a name", async ([width, scheme]) => {
    const { page, complaints } = await open(width, scheme);
    await page.locator("#contours .plot .main-svg").first().waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    const nameless = `[...document.querySelectorAll("[role=img],[role=region],[role=progressbar],button,input")].filter((one) =>
      !(one.getAttribute("aria-label") ?? one.textContent.trim()) && !one.labels?.length).map((one) => one.outerHTML)`;
    expect(await page.evaluate(nameless)).toEqual([]);
    const ink = await page.evaluate(`getComputedStyle(document.querySelector("#contours .xtick text")).fill`);
    expect(ink).toBe(scheme === "dark" ? "rgb(236, 236, 238)" : "rgb(28, 29, 33)");
    expect(complaints).toEqual([]);
  });

  test("a person pauses, grants budget, has a point evaluated and rules it out, with the keyboard alone", async () => {
    const { page, complaints } = await open(1400, "dark");
    const press = async (name: string): Promise<void> => {
      await page.getByRole("button", { name, exact: true }).focus();
      await page.keyboard.press("Enter");
    };
    await press("Pause");
    await page.locator("#phase", { hasText: "paused" }).waitFor();
    await press("Continue");
    await page.locator("#phase", { hasText: /waiting|running/ }).waitFor();
    await page.getByLabel("More evaluations").fill("7");
    await page.keyboard.press("Enter");
    await page.locator("#answer", { hasText: "7 more evaluations granted." }).waitFor();
    await press("Evaluate a point …");
    await page.keyboard.press("Tab");
    await page.getByLabel(/^x, 0 to 1/).fill("0.3125");
    await page.getByLabel(/^y, 0 to 1/).fill("0.6875");
    await page.keyboard.press("Enter");
    await page.locator("#answer", { hasText: "will be evaluated next." }).waitFor();
    const row = page.locator("#running tr", { hasText: "(by hand)" });
    await row.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.getByLabel(/^Reason/).fill("tachyons");
    await page.getByRole("button", { name: "Mark infeasible" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#answer", { hasText: "is ruled out." }).waitFor();
    await page.locator("#troubles", { hasText: "tachyons" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("a click on the map chooses a place, and what the server refuses is said", async () => {
    const { page } = await open(1400, "light");
    const plot = page.locator("#contours .plot");
    await plot.locator(".nsewdrag").first().waitFor();
    const { x, y, width, height } = (await plot.locator(".nsewdrag").first().boundingBox())!;
    await page.mouse.click(x + 0.97 * width, y + 0.03 * height);
    const [first, second] = [page.getByLabel(/^x, 0 to 1/), page.getByLabel(/^y, 0 to 1/)];
    expect(Number(await first.inputValue())).toBeCloseTo(0.97, 1);
    expect(Number(await second.inputValue())).toBeCloseTo(0.97, 1);
    await page.getByRole("button", { name: "Evaluate it next" }).click();
    await page.locator("#answer.bad", { hasText: "no constraint forbids" }).waitFor();
  });

  test("says that the server is gone", async () => {
    const other = await serveToy({}, { timePasses: true });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(other.server.url);
    await page.locator("#phase", { hasText: "waiting" }).waitFor();
    await other[Symbol.asyncDispose]();
    await page.locator("#phase", { hasText: "not connected" }).waitFor();
    expect(await page.locator("#pause").isDisabled()).toBe(true);
  });
});
