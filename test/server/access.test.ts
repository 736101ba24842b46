import { describe, expect, test } from "vitest";
import { isLoopback, isOwnHost, isToken, randomToken } from "../../src/server/access.ts";
import { shelfOfFolder, startServer } from "../../src/server/index.ts";

test.each([
  ["127.0.0.1:8000", "127.0.0.1", true],
  ["localhost:8000", "127.0.0.1", true],
  ["localhost", "127.0.0.1", true],
  ["[::1]:8000", "::1", true],
  ["LOCALHOST:1", "127.0.0.1", true],
  ["evil.example:8000", "127.0.0.1", false],
  ["localhost.evil.example", "127.0.0.1", false],
  ["10.0.0.5:8000", "127.0.0.1", false],
  ["", "127.0.0.1", false],
  [undefined, "127.0.0.1", false],
  ["10.0.0.5:8000", "0.0.0.0", true],
  ["farm.example:80", "farm.example", true],
  ["evil.example", "0.0.0.0", false],
])("the Host header %s at a server that listens on %s: %s", (header, listensOn, isOwn) => {
  expect(isOwnHost(header, listensOn)).toBe(isOwn);
});

describe("a token", () => {
  test("is another one each time, and only itself will do", () => {
    const [one, other] = [randomToken(), randomToken()];
    expect(one).not.toBe(other);
    expect(one.length).toBeGreaterThanOrEqual(32);
    expect([isToken(one, one), isToken(one, other), isToken(one, one.slice(1)), isToken(one, ""), isToken(one, undefined)]).toEqual([true, false, false, false, false]);
  });

  test("is wanted of the user's own where others can reach the server", async () => {
    expect([isLoopback("127.0.0.53"), isLoopback("0.0.0.0")]).toEqual([true, false]);
    const shelf = shelfOfFolder(".", { signal: new AbortController().signal, onProblem() {} });
    await expect(startServer(shelf, { host: "0.0.0.0", version: "0", onNote() {} })).rejects.toThrow(/expected a token of your own .* give --token/);
  });
});
