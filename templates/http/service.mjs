// node service.mjs
//
// A service that evaluates points: start it, on this machine or behind a tunnel, and then the scan. It may as well be in another language.
// excursion sends POST /evaluate with { id, attempt, seed, parameters } and the header Idempotency-Key, the same for the same point.

import { createServer } from "node:http";

const port = Number(process.argv[2] ?? 8642);
const luminosity = 139; // 1/fb
const background = 16; // events

/** Cross section times efficiency in fb: replace this function by your simulation. */
function visibleCrossSection(mMediator, mDark) {
  const efficiency = 1 / (1 + Math.exp(-(mMediator - 2 * mDark - 300) / 150)); // few events pass when the decay is soft
  return 10 * Math.exp(-(mMediator - 200) / 200) * efficiency;
}

/** A status and what is sent with it. */
function evaluate({ parameters: { mMediator, mDark } }) {
  // A point that makes no sense: [422, { infeasible: "why" }]. Too busy: [503, {}] and a header Retry-After, in seconds.
  // What takes longer than minutes: [202, {}] and a header Location, an address that is polled until it answers with the result.
  const events = luminosity * visibleCrossSection(mMediator, mDark);

  // The smallest multiple of the signal that would have been noticed: where it is below 1, the point is excluded.
  const signalStrengthLimit = (3 + 2 * Math.sqrt(background)) / events;

  // One number for each of "observables"; { value, standardError } for one with a statistical uncertainty.
  return [200, { observables: { signalStrengthLimit } }];
}

const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  let answer;
  try {
    answer = evaluate(JSON.parse(text));
  } catch (error) {
    answer = [500, { failed: error.message }];
  }
  const [status, body] = answer;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});

server.listen(port, "127.0.0.1", () => process.stdout.write(`evaluating points at http://127.0.0.1:${server.address().port}/evaluate\n`));
