/**
 * The inverse Hessian of a quasi-Newton model over the free parameters: the rows and columns of held parameters are zero,
 * so that it stays the inverse of the free block of the Hessian when parameters are held at a bound or released.
 */
export class InverseHessian {
  readonly size: number;
  readonly #h: Float64Array; // [k, k] row-major, symmetric
  readonly #diagonal: Float64Array; // [k] scale a released parameter starts from
  readonly #held: Uint8Array;
  readonly #product: Float64Array;

  constructor(size: number, start: Float64Array | undefined) {
    this.size = size;
    this.#h = start === undefined ? new Float64Array(size * size) : start.slice();
    this.#diagonal = new Float64Array(size);
    this.#held = new Uint8Array(size);
    this.#product = new Float64Array(size);
    if (start === undefined) this.reset(1);
    for (let i = 0; i < size; i++) this.#diagonal[i] = this.#h[i * size + i];
  }

  /** Back to a multiple of the identity over the free parameters. */
  reset(scale: number): void {
    this.#h.fill(0);
    this.#diagonal.fill(scale);
    for (let i = 0; i < this.size; i++) if (this.#held[i] === 0) this.#h[i * this.size + i] = scale;
  }

  /** Multiplies the model by a positive factor. */
  scale(factor: number): void {
    for (let i = 0; i < this.#h.length; i++) this.#h[i] *= factor;
    for (let i = 0; i < this.size; i++) this.#diagonal[i] *= factor;
  }

  isHeld(i: number): boolean {
    return this.#held[i] === 1;
  }

  /** Conditions the model on parameter i being fixed: H -= H_i H_iᵀ / H_ii. */
  hold(i: number): void {
    const n = this.size;
    const h = this.#h;
    const pivot = h[i * n + i];
    this.#held[i] = 1;
    this.#diagonal[i] = pivot;
    const row = this.#product;
    for (let j = 0; j < n; j++) row[j] = h[i * n + j];
    for (let j = 0; j < n; j++) {
      const factor = row[j] / pivot;
      if (factor === 0) continue;
      for (let c = 0; c < n; c++) h[j * n + c] -= factor * row[c];
    }
    for (let j = 0; j < n; j++) h[i * n + j] = h[j * n + i] = 0;
  }

  release(i: number): void {
    this.#held[i] = 0;
    this.#h[i * this.size + i] = this.#diagonal[i];
  }

  /** H g. // [k] -> [k] */
  apply(g: Float64Array, result: Float64Array): void {
    const n = this.size;
    for (let i = 0, p = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++, p++) sum += this.#h[p] * g[j];
      result[i] = sum;
    }
  }

  /** The BFGS update for a step s along which the gradient changed by y, sᵀy > 0 [Nocedal2006, eq. 6.17]. */
  update(s: Float64Array, y: Float64Array, sy: number): void {
    const n = this.size;
    const h = this.#h;
    const hy = this.#product;
    this.apply(y, hy);
    let yhy = 0;
    for (let i = 0; i < n; i++) yhy += y[i] * hy[i];
    const factor = (1 + yhy / sy) / sy;
    for (let i = 0, p = 0; i < n; i++) {
      const si = s[i];
      const hyi = this.#held[i] === 1 ? 0 : hy[i];
      for (let j = 0; j < n; j++, p++) h[p] += factor * si * s[j] - (hyi * s[j] + si * hy[j]) / sy;
    }
  }
}
