import { EvaluationError } from "../../src/evaluation/index.ts";

/** The longest address that is followed, in characters. */
const longestAddress = 4096;

/** An address as a message may show it: without its query, which may hold what is nobody's business. */
export function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/**
 * Where a `Location` header leads from `base`. Throws an EvaluationError unless it is on the same origin (scheme, host and port): a
 * service cannot send the scan, and its token, anywhere else.
 */
export function sameOrigin(location: string, base: URL): URL {
  const target = location.length <= longestAddress && URL.canParse(location, base.href) ? new URL(location, base) : undefined;
  if (target?.origin === base.origin && target.username === "" && target.password === "") {
    target.hash = "";
    return target;
  }
  const where = target === undefined ? "something that is no address" : shown(target);
  throw new EvaluationError(`expected ${base.origin} to refer to an address of its own, got ${where}; if that is the service, give its address as url`, false);
}
