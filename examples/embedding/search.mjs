// A program that evaluates points in its own way and embeds a scan: node search.mjs [directory for the output]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createScan, pictureAsPdf } from "excursion";

const [directory = "."] = process.argv.slice(2);

/** The program's own evaluation: it takes its time, and now and then it fails. */
async function evaluate({ coupling, mass }) {
  await wait(2 + (mass % 7));
  if (mass % 97 > 94) return { failed: "the queue was full", retryable: false };
  const events = 4e4 * coupling ** 2 * Math.exp(-mass / 250);
  return { observables: { limitOverPrediction: 3.7 / events } };
}

const scan = createScan({
  name: "embedded",
  parameters: [
    { name: "mass", lower: 200, upper: 2000, unit: "GeV", label: "m(Z')" },
    { name: "coupling", lower: 0.02, upper: 1, scale: "log", label: "g_q" },
  ],
  observables: [{ name: "limitOverPrediction", threshold: 1, side: "below", transform: "log", label: "Excluded up to here" }],
  budget: { evaluations: 60 },
  figure: { energy: "13 TeV", luminosity: "139 fb^{-1}", points: "evaluated" },
});

/** Four workers: each asks for a point, evaluates it and tells the result, until there is nothing more to ask. */
async function work() {
  for (let [proposal] = scan.ask(); proposal !== undefined; [proposal] = scan.ask()) {
    const outcome = scan.tell(proposal.id, await evaluate(proposal.parameters));
    if (outcome.kind === "failed") console.log(`${proposal.id} failed: ${outcome.reason}`);
  }
}
await Promise.all([work(), work(), work(), work()]);

const { verdict, reason } = scan.assess();
console.log(`${verdict}: ${reason}`);

const [contour] = scan.findings.contours().observables.limitOverPrediction;
for (const line of contour.polylines[0.5]) {
  console.log(`contour of ${line.length} points from ${line[0].join(", ")} to ${line.at(-1).join(", ")}`);
}
for (const picture of scan.findings.pictures()) {
  writeFileSync(join(directory, `${picture.name}.svg`), picture.svg);
  writeFileSync(join(directory, `${picture.name}.pdf`), await pictureAsPdf(picture));
}
