import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

/** A token that nobody guesses, for one start of the server. */
export function randomToken(): string {
  return randomBytes(24).toString("base64url");
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);

export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Compares in a time that does not depend on where they differ. */
export function isToken(token: string, given: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(token), digest(given ?? "")) && given !== undefined;
}

/**
 * Whether a Host header names this server: an attacker's page can make a browser send requests here under a name of its own (DNS
 * rebinding), but not under ours. Ports are not compared, since a tunnel may have another at its end.
 */
export function isOwnHost(header: string | undefined, listensOn: string): boolean {
  const name = /^\[?([^\]]*?)\]?(?::\d+)?$/.exec(header ?? "")?.[1]?.toLowerCase() ?? "";
  if (isLoopback(name) || name === listensOn.toLowerCase()) return true;
  return !isLoopback(listensOn) && (isIP(name) > 0 || name === hostname().toLowerCase());
}

export function cookieName(port: number): string {
  return `excursion-${port}`;
}

/** The token that a request carries: as a bearer, or in the cookie of a page that was opened with it. */
export function tokenOf(headers: IncomingHttpHeaders, port: number): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const cookies = (headers.cookie ?? "").split(/;\s*/).map((pair) => pair.split("="));
  return bearer ?? cookies.find(([name]) => name === cookieName(port))?.[1];
}
