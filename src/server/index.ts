export { followScan } from "./follow-scan.ts";
export { hostForClients, show, type HostedScan, type HostOptions } from "./host-scan.ts";
export { createMind, type Mind } from "./mind.ts";
export { shelfOfFolder, shelfOfOne, type ScanShelf } from "./scan-shelf.ts";
export { startServer, type RunningServer } from "./server.ts";
