import type { Evaluation } from "./state.ts";

/** Places by id, at least those of the evaluations: a list that goes on from another shares them, since no evaluation ever moves. */
const places = new WeakMap<readonly Evaluation[], Map<string, number>>();

/** Where the evaluation of that id is, -1 where there is none. */
export function placeOf(evaluations: readonly Evaluation[], id: string): number {
  const place = placesIn(evaluations).get(id) ?? -1;
  if (place === -1 || evaluations[place]?.id === id) return place;
  return evaluations.findLastIndex((one) => one.id === id); // it is another's, who went on from the same list in another way
}

/** The evaluations with this one at its place, or as the last. */
export function withEvaluation(evaluations: readonly Evaluation[], place: number, evaluation: Evaluation): readonly Evaluation[] {
  const known = placesIn(evaluations);
  const changed = evaluations.slice();
  changed[place] = evaluation;
  places.set(changed, known.set(evaluation.id, place));
  return changed;
}

function placesIn(evaluations: readonly Evaluation[]): Map<string, number> {
  const known = places.get(evaluations) ?? new Map(evaluations.map(({ id }, place) => [id, place]));
  if (evaluations.length > 0) places.set(evaluations, known); // all scans begin with the same empty list, and share nothing
  return known;
}
