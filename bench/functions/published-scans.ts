import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = join(process.env["EXCURSION_SHARED_DATA"] ?? "", "published-scans");

/** Why the functions that are made from published scans cannot be had, if they cannot. */
export const whyNoPublishedScans =
  process.env["EXCURSION_SHARED_DATA"] !== undefined && existsSync(folder)
    ? undefined
    : "expected EXCURSION_SHARED_DATA to name a folder that has published-scans, with monosbb_2sigma.csv and checkmate_dense.json";

export const publishedScan = (file: string): string => join(folder, file);
