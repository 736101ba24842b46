import { polygonsOf } from "../../level-set/index.ts";
import { contourPlanes, planeParameters } from "../geometry/contour-planes.ts";
import { lineProbabilities } from "../geometry/level-field.ts";
import type { ScanView } from "../view.ts";

/**
 * Excursion sets as closed areas in GeoJSON's form [RFC7946], the parameters in place of longitude and latitude: a MultiPolygon for
 * each threshold and probability, what is forbidden left out, outer rings counter-clockwise and holes clockwise. Two dimensions and
 * slices; of one parameter there are no areas.
 */
export function contoursGeoJson(view: ScanView): string {
  const features = contourPlanes(view).flatMap((plane) => {
    const where = planeParameters(view, plane);
    return plane.levelSets.flatMap(({ levelSet, rings }) =>
      lineProbabilities.map((probability) => ({
        type: "Feature",
        properties: { ...levelSet, probability, ...where },
        geometry: { type: "MultiPolygon", coordinates: polygonsOf(rings[probability]) },
      })),
    );
  });
  return `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(",\n")}\n]}\n`;
}
