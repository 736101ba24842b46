/** A point of the unit cube. */
export type SpacePoint = readonly [x: number, y: number, z: number];

/** A surface of triangles, each three indices of vertices. */
export interface SurfaceMesh {
  readonly vertices: readonly SpacePoint[];
  readonly triangles: readonly (readonly [number, number, number])[];
}

/** A field on a regular grid over the unit cube, edges included; the last coordinate varies fastest. */
export interface GridVolume {
  readonly nodes: number; // along each axis
  readonly values: Float64Array; // [nodes³], finite
}

/** The six tetrahedra around the diagonal of a cell, its corners numbered by the bits of their offsets. */
const tetrahedra = [[0, 1, 3, 7], [0, 3, 2, 7], [0, 2, 6, 7], [0, 6, 4, 7], [0, 4, 5, 7], [0, 5, 1, 7]] as const;

/** Halvings with which a surface is cut at a forbidden region: 1e-6 of a triangle's side. */
const halvings = 20;

/**
 * The level set {field = threshold} of a field that is linear in the six tetrahedra of every cell [Doi1991], cut where it enters the
 * forbidden region; triangles turn counter-clockwise seen from {field < threshold}.
 */
export function contourSurface(
  volume: GridVolume, threshold: number, admissible: (point: SpacePoint) => boolean = () => true,
): SurfaceMesh {
  const mesh = new MeshBuilder(volume, threshold);
  const { nodes } = volume;
  for (let i = 0; i + 1 < nodes; i++) {
    for (let j = 0; j + 1 < nodes; j++) {
      for (let k = 0; k + 1 < nodes; k++) {
        const corner = (bits: number): number => ((i + (bits >> 2)) * nodes + j + ((bits >> 1) & 1)) * nodes + k + (bits & 1);
        for (const tetrahedron of tetrahedra) mesh.cut(tetrahedron.map(corner));
      }
    }
  }
  return mesh.within(admissible);
}

class MeshBuilder {
  readonly #volume: GridVolume;
  readonly #excess: Float64Array;
  readonly #vertices: SpacePoint[] = [];
  readonly #triangles: (readonly [number, number, number])[] = [];
  readonly #vertexOf = new Map<string, number>(); // by the two grid points it lies between

  constructor(volume: GridVolume, threshold: number) {
    this.#volume = volume;
    this.#excess = volume.values.map((value) => value - threshold);
  }

  /** Adds the one or two triangles in which the surface crosses a tetrahedron, given by its grid points. */
  cut(corners: readonly number[]): void {
    const inside = corners.filter((corner) => this.#excess[corner]! >= 0);
    const outside = corners.filter((corner) => this.#excess[corner]! < 0);
    const [a, b] = inside;
    const [c, d] = outside;
    if (inside.length === 2) {
      const [ac, ad, bc, bd] = [this.#vertex(a!, c!), this.#vertex(a!, d!), this.#vertex(b!, c!), this.#vertex(b!, d!)];
      this.#triangle([ac, ad, bd], a!, c!);
      this.#triangle([ac, bd, bc], a!, c!);
    } else if (inside.length === 1) this.#triangle(outside.map((corner) => this.#vertex(a!, corner)), a!, c!);
    else if (inside.length === 3) this.#triangle(inside.map((corner) => this.#vertex(corner, c!)), a!, c!);
  }

  /** The mesh with every triangle cut at the border of what is admissible. */
  within(admissible: (point: SpacePoint) => boolean): SurfaceMesh {
    const kept = this.#vertices.map(admissible);
    const triangles = this.#triangles.flatMap((triangle): (readonly [number, number, number])[] => {
      if (triangle.every((vertex) => kept[vertex])) return [triangle];
      const polygon = triangle.flatMap((vertex, k) => {
        const next = triangle[(k + 1) % 3]!;
        const own = kept[vertex] ? [vertex] : [];
        return kept[vertex] === kept[next] ? own : [...own, this.#border(vertex, next, kept, admissible)];
      });
      return polygon.slice(2).map((vertex, k) => [polygon[0]!, polygon[k + 1]!, vertex]);
    });
    return { vertices: this.#vertices, triangles };
  }

  /** Adds a triangle that turns counter-clockwise for who looks from outside. */
  #triangle(corners: readonly number[], inside: number, outside: number): void {
    const [a, b, c] = corners as [number, number, number];
    const [from, ...others] = [a, b, c].map((corner) => this.#vertices[corner]!) as [SpacePoint, SpacePoint, SpacePoint];
    const [u, v] = others.map((point) => difference(point, from)) as [SpacePoint, SpacePoint];
    const outward = difference(this.#place(outside), this.#place(inside));
    const turn = outward[0] * (u[1] * v[2] - u[2] * v[1]) + outward[1] * (u[2] * v[0] - u[0] * v[2]) + outward[2] * (u[0] * v[1] - u[1] * v[0]);
    this.#triangles.push(turn >= 0 ? [a, b, c] : [a, c, b]);
  }

  #vertex(inside: number, outside: number): number {
    const share = this.#excess[inside]! / (this.#excess[inside]! - this.#excess[outside]!);
    return this.#shared(`${inside} ${outside}`, () => between(this.#place(inside), this.#place(outside), share));
  }

  #border(a: number, b: number, kept: readonly boolean[], admissible: (point: SpacePoint) => boolean): number {
    return this.#shared(`border ${Math.min(a, b)} ${Math.max(a, b)}`, () => {
      let [near, far] = (kept[a] ? [a, b] : [b, a]).map((vertex) => this.#vertices[vertex]!) as [SpacePoint, SpacePoint];
      for (let i = 0; i < halvings; i++) {
        const middle = between(near, far, 0.5);
        if (admissible(middle)) near = middle;
        else far = middle;
      }
      return near;
    });
  }

  #shared(key: string, place: () => SpacePoint): number {
    const known = this.#vertexOf.get(key);
    if (known !== undefined) return known;
    this.#vertexOf.set(key, this.#vertices.length);
    return this.#vertices.push(place()) - 1;
  }

  #place(index: number): SpacePoint {
    const { nodes } = this.#volume;
    const coordinates = [Math.floor(index / nodes / nodes), Math.floor(index / nodes) % nodes, index % nodes];
    return coordinates.map((coordinate) => coordinate / (nodes - 1)) as unknown as SpacePoint;
  }
}

function difference(a: SpacePoint, b: SpacePoint): SpacePoint {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function between(a: SpacePoint, b: SpacePoint, share: number): SpacePoint {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])];
}
