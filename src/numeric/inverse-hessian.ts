import { type Evaluated } from "./line-search.ts";

/**
 * The inverse Hessian of a quasi-Newton model over the free parameters. Rows and columns of held parameters are zero:
 * holding one conditions the model on it, so that what is left stays the inverse of the free block of the Hessian.
 */
export class InverseHessian {
  readonly #size: number;
  readonly #h: Float64Array; // [k, k] row-major, symmetric
  readonly #isHeld: Uint8Array; // [k]
  readonly #released: Float64Array; // [k] diagonal element that a held parameter comes back with
  readonly #step: Float64Array; // [k]
  readonly #change: Float64Array; // [k]
  readonly #product: Float64Array; // [k]
  #isLearned: boolean;
  #isGiven: boolean;

  constructor(size: number, start: Float64Array | undefined) {
    this.#size = size;
    this.#h = start?.slice() ?? new Float64Array(size * size);
    this.#isHeld = new Uint8Array(size);
    this.#released = new Float64Array(size);
    this.#step = new Float64Array(size);
    this.#change = new Float64Array(size);
    this.#product = new Float64Array(size);
    this.#isLearned = start !== undefined;
    this.#isGiven = start !== undefined;
    if (start === undefined) this.reset();
  }

  /** Whether the scale comes from curvature and not from a reset. */
  get isLearned(): boolean {
    return this.#isLearned;
  }

  /** Forgets everything: the identity over the free parameters. */
  reset(): void {
    const n = this.#size;
    this.#h.fill(0);
    this.#released.fill(1);
    for (let i = 0; i < n; i++) if (this.#isHeld[i] === 0) this.#h[i * n + i] = 1;
    this.#isLearned = false;
    this.#isGiven = false;
  }

  /** Takes parameter i out: H -= h_i h_iᵀ / h_ii. */
  hold(i: number): void {
    if (this.#isHeld[i] === 1) return;
    const n = this.#size;
    const h = this.#h;
    const row = this.#product;
    const pivot = h[i * n + i];
    for (let j = 0; j < n; j++) row[j] = h[i * n + j];
    for (let j = 0; j < n; j++) {
      if (row[j] === 0) continue;
      const factor = row[j] / pivot;
      for (let c = 0, p = j * n; c < n; c++, p++) h[p] -= factor * row[c];
    }
    for (let j = 0; j < n; j++) h[i * n + j] = h[j * n + i] = 0;
    this.#released[i] = pivot;
    this.#isHeld[i] = 1;
  }

  /** Takes parameter i back in, uncorrelated. */
  release(i: number): void {
    if (this.#isHeld[i] === 0) return;
    this.#isHeld[i] = 0;
    this.#h[i * this.#size + i] = this.#released[i];
  }

  /** H g. // [k] -> [k] */
  apply(g: Float64Array, result: Float64Array): void {
    const n = this.#size;
    const h = this.#h;
    for (let i = 0, p = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++, p++) sum += h[p] * g[j];
      result[i] = sum;
    }
  }

  /**
   * The BFGS update [Nocedal2006, eq. 6.17] for a step s along which the gradient changed by y, over the free
   * parameters; skipped where the curvature sᵀy is not positive. A model that expected more curvature than there was
   * grows as a whole [AlBaali1998], else the estimated distance of ill-conditioned problems is far too small; not so one
   * that was given, whose scale is known in every direction: there it costs a fifth more evaluations.
   */
  learn(from: Evaluated, to: Evaluated): void {
    const n = this.#size;
    const s = this.#step;
    const y = this.#change;
    let sy = 0;
    let ss = 0;
    let yy = 0;
    let expected = 0; // sᵀH⁻¹s, as s = -t H g
    for (let i = 0; i < n; i++) {
      const free = this.#isHeld[i] === 0;
      s[i] = free ? to.x[i] - from.x[i] : 0;
      y[i] = free ? to.gradient[i] - from.gradient[i] : 0;
      sy += s[i] * y[i];
      ss += s[i] * s[i];
      yy += y[i] * y[i];
      expected -= to.factor * s[i] * from.gradient[i];
    }
    if (!(sy > 1e-8 * Math.sqrt(ss * yy))) return;
    if (!this.#isLearned) this.#scale(sy / yy);
    else if (!this.#isGiven && expected > sy) this.#scale(expected / sy);
    this.#isLearned = true;
    this.#update(sy);
  }

  #scale(factor: number): void {
    for (let p = 0; p < this.#h.length; p++) this.#h[p] *= factor;
    for (let i = 0; i < this.#size; i++) this.#released[i] *= factor;
  }

  /** H += (1 + yᵀHy/sᵀy) s sᵀ/sᵀy - (Hy sᵀ + s yᵀH)/sᵀy, written as a symmetric update s uᵀ + u sᵀ. */
  #update(sy: number): void {
    const n = this.#size;
    const h = this.#h;
    const s = this.#step;
    const u = this.#product;
    this.apply(this.#change, u);
    let yhy = 0;
    for (let i = 0; i < n; i++) yhy += this.#change[i] * u[i];
    const half = (1 + yhy / sy) / 2;
    for (let i = 0; i < n; i++) u[i] = (half * s[i] - u[i]) / sy;
    for (let i = 0; i < n; i++) {
      const si = s[i];
      const ui = u[i];
      for (let j = 0, p = i * n; j < n; j++, p++) h[p] += si * u[j] + ui * s[j];
    }
  }
}
