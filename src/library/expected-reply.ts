import type { ScanConfig } from "../config/index.ts";
import type { ExpectedReply } from "../evaluation/index.ts";
import { isSaturated, outsideDomain } from "../surrogate/index.ts";

/** What an evaluation of this scan has to give back. With the transform `auto`, any finite value will do. */
export function expectedReply({ observables, parameters }: ScanConfig): ExpectedReply {
  return {
    parameterNames: parameters.map(({ name }) => name),
    observables: observables.map(({ name, transform }) => {
      if (transform === "auto") return { name };
      return {
        name,
        outsideDomain: (value) => outsideDomain(transform, value),
        isSaturated: (value) => isSaturated(transform, value),
      };
    }),
  };
}
