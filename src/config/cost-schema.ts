import { z } from "zod";

/** What evaluations may cost together. With `events`, the scan says of each point how many events it is worth. */
export const costSchema = z
  .strictObject({
    events: z
      .int()
      .positive()
      .optional()
      .describe("Simulated events to spend; each evaluation is asked for as many (requestedEvents) as the decision at its point needs."),
    eventsPerPoint: z
      .tuple([z.int().positive(), z.int().positive()])
      .optional()
      .describe("Fewest and most events to ask for at one point; starting an evaluation is taken to cost as much as the fewest. Default: a thousandth and a tenth of events."),
    costSeconds: z
      .number()
      .positive()
      .optional()
      .describe("Sum of what evaluations cost: costSeconds of the reply, or the time it took."),
  })
  .check(({ value: { events, costSeconds, eventsPerPoint }, issues }) => {
    const complain = (path: string[], message: string) => issues.push({ code: "custom", path, input: path, message });
    if (events === undefined && costSeconds === undefined) complain([], "expected events or costSeconds, got neither");
    if (eventsPerPoint === undefined) return;
    if (events === undefined) complain(["eventsPerPoint"], "expected events beside eventsPerPoint, got none");
    const [least, most] = eventsPerPoint;
    if (least > most) complain(["eventsPerPoint"], `expected the fewest events first, got ${least} and ${most}`);
  });
