import type { AcquisitionFunction } from "../src/proposal/index.ts";
import { bichon } from "./bichon.ts";
import { eavc } from "./eavc.ts";
import { entropy } from "./entropy.ts";
import { misclassification } from "./misclassification.ts";
import { mutualInformation } from "./mutual-information.ts";
import { pes } from "./pes.ts";
import { random } from "./random.ts";
import { ranjan } from "./ranjan.ts";
import { straddle } from "./straddle.ts";
import { sur } from "./sur.ts";
import { timse } from "./timse.ts";
import { vorobev } from "./vorobev.ts";

/** Every acquisition function a scan can name; the first is the default. */
export const acquisitionFunctions: readonly AcquisitionFunction[] = [
  mutualInformation,
  sur,
  misclassification,
  vorobev,
  pes,
  entropy,
  straddle,
  timse,
  eavc,
  bichon,
  ranjan,
  random,
];
