import type { ServerResponse } from "node:http";
import type { LiveFeed } from "./live-feed.ts";

/** Bytes that may wait for a slow reader; beyond, it misses messages, each of which stands for itself. */
const mostBuffered = 2_000_000;

/** Sends a feed as server-sent events until the reader goes away or the feed ends. */
export function sendEvents(feed: LiveFeed, response: ServerResponse): void {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  const unwatch = feed.watch(({ event, data }) => {
    if (response.writableLength > mostBuffered && event !== "gone") return;
    response.write(`event: ${event}\ndata: ${data}\n\n`);
    if (event === "gone") response.end();
  });
  response.on("close", unwatch);
}
