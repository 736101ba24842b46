import { describe, expect, test } from "vitest";
import { createLiveFeed, type LiveMessage } from "../../src/server/live-feed.ts";
import { createManualClock } from "../../src/testing/index.ts";

function feedOf() {
  const clock = createManualClock();
  let version = 0;
  const drawn: PromiseWithResolvers<string>[] = [];
  const problems: unknown[] = [];
  const feed = createLiveFeed({
    clock,
    state: () => JSON.stringify({ version }),
    figures() {
      const drawing = Promise.withResolvers<string>();
      drawn.push(drawing);
      return drawing.promise;
    },
    onProblem: (error) => void problems.push(error),
  });
  const heard: LiveMessage[] = [];
  return { clock, feed, drawn, heard, problems, change: () => void (version++, feed.changed()) };
}

const kinds = (messages: readonly LiveMessage[]) => messages.map(({ event, data }) => `${event} ${data}`);
const settled = () => new Promise(setImmediate);

describe("a feed", () => {
  test("tells a newcomer at once, and after that at most twice a second whatever happens", async () => {
    const { clock, feed, heard, change } = feedOf();
    feed.watch((message) => heard.push(message));
    expect(kinds(heard)).toEqual(['state {"version":0}']);
    for (let tenth = 0; tenth < 30; tenth++) {
      for (let k = 0; k < 10; k++) change();
      clock.advance(0.1);
    }
    const states = heard.filter(({ event }) => event === "state");
    expect(states.length).toBeGreaterThanOrEqual(6);
    expect(states.length).toBeLessThanOrEqual(8);
    clock.advance(1);
    expect(heard.findLast(({ event }) => event === "state")!.data).toBe('{"version":300}');
    expect(clock.waiting).toBe(0);
  });

  test("draws one picture at a time, and once more when something changed meanwhile", async () => {
    const { clock, feed, heard, drawn, change } = feedOf();
    feed.watch((message) => heard.push(message));
    for (let k = 0; k < 4; k++) {
      change();
      clock.advance(1);
    }
    expect(drawn).toHaveLength(1);
    drawn[0]!.resolve('"first"');
    await settled();
    clock.advance(1);
    expect(drawn).toHaveLength(2);
    drawn[1]!.resolve('"second"');
    await settled();
    clock.advance(5);
    expect(drawn).toHaveLength(2);
    expect(kinds(heard.filter(({ event }) => event === "figures"))).toEqual(['figures "first"', 'figures "second"']);
  });

  test("does nothing while nobody watches, and goes on after a picture that could not be drawn", async () => {
    const { clock, feed, heard, drawn, problems, change } = feedOf();
    change();
    clock.advance(10);
    expect(drawn).toHaveLength(0);
    const leave = feed.watch((message) => heard.push(message));
    drawn[0]!.reject(new Error("no memory"));
    await settled();
    expect(problems).toEqual([new Error("no memory")]);
    change();
    clock.advance(1);
    expect(drawn).toHaveLength(2);
    leave();
    expect(feed.watchers).toBe(0);
  });

  test("ends with how everything stands", async () => {
    const { feed, heard, drawn, change, clock } = feedOf();
    feed.watch((message) => heard.push(message));
    change();
    const ended = feed.end("over");
    drawn[1]!.resolve('"last"');
    drawn[0]!.resolve('"too late"');
    await ended;
    change();
    clock.advance(10);
    expect(kinds(heard).slice(-3)).toEqual(['state {"version":1}', 'figures "last"', 'gone {"reason":"over"}']);
  });
});
