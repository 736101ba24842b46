export { acts, playAct as reply } from "../../../src/testing/evaluator-acts.ts";
