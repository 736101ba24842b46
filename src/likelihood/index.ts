export { LikelihoodError, type Issue } from "./errors.ts";
export {
  modifierTypes, parseWorkspace,
  type Channel, type Measurement, type Modifier, type ModifierType, type Sample, type SignalSample, type Workspace,
} from "./workspace.ts";
export { applyPatch, parsePatch, type PatchOperation } from "./json-patch.ts";
export { parsePatchset, selectPatch, verifyDigests, type Patchset, type SignalPatch } from "./patchset.ts";
export type { Interpolation } from "./interpolation.ts";
export type { ChannelBins } from "./components.ts";
export type { Constraints, Parameters } from "./parameters.ts";
export { compileModel, expectedRates, type CompileOptions, type Data, type Model } from "./model.ts";
export { withSignal } from "./signal.ts";
export { createSignalMorph, type SignalMorph } from "./signal-morph.ts";
export { triangulate, type Triangulation } from "./triangulation.ts";
export { twiceNegativeLogLikelihood } from "./twice-nll.ts";
export { fit, type Fit, type FitOptions, type FitQuality, type TestQuality } from "./fit.ts";
export { standardErrors } from "./uncertainty.ts";
export { asimovData } from "./asimov.ts";
export type { TestStatistic } from "./asymptotics.ts";
export { hypotest, prepareTests, testAt, type HypothesisTest, type TestBasis, type TestOptions } from "./hypotest.ts";
export { discoveryTest, type DiscoveryTest } from "./discovery.ts";
export { upperLimits, type LimitOptions, type UpperLimits } from "./upper-limit.ts";
