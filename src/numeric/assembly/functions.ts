import { exponential } from "./exponential";
import { logNormalCdf, normalCdf } from "./normal-law";
import { owensT } from "./owens-t";

/** target_i = exp(x_i), for an even number of values. // [n] */
export function exponentials(count: i32, x: usize, target: usize): void {
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 16) v128.store(target + p, exponential(v128.load(x + p)));
}

/** target_i = Φ(x_i). // [n] */
export function normalCdfs(count: i32, x: usize, target: usize): void {
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 8) store<f64>(target + p, normalCdf(load<f64>(x + p)));
}

/** target_i = ln Φ(x_i). // [n] */
export function logNormalCdfs(count: i32, x: usize, target: usize): void {
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 8) store<f64>(target + p, logNormalCdf(load<f64>(x + p)));
}

/** target_i = T(h_i, b_i). // [n] */
export function owensTs(count: i32, h: usize, b: usize, target: usize): void {
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 8) store<f64>(target + p, owensT(load<f64>(h + p), load<f64>(b + p)));
}
