// The pseudo-inverse P of a matrix B of N × M float32 numbers, and its gradient, in float64. Matrices lie row by row.
import { placeBlock, startLayout } from "./memory";

/** The address of number `index` of the float64 numbers that begin at `at`. */
// @ts-ignore: decorator
@inline
function doubleAt(at: usize, index: i32): usize {
  return at + (<usize> index << 3);
}

// @ts-ignore: decorator
@inline
function get(matrix: usize, index: i32): f64 {
  return load<f64>(doubleAt(matrix, index));
}

// @ts-ignore: decorator
@inline
function set(matrix: usize, index: i32, value: f64): void {
  store<f64>(doubleAt(matrix, index), value);
}

/** Sizes, and where the matrices lie. B, P and their transposes stay as `invert` left them until `addGradient`. */
// @ts-ignore: decorator
@unmanaged
class PseudoInverse {
  N: i32;
  M: i32;
  B: usize;
  BT: usize;
  P: usize;
  PT: usize;
  G: usize;
  GT: usize;
  rest: usize;
  term: usize;
  NN: usize;
  MM: usize;
  gram: usize;
}

/** Places a matrix of float64 numbers. */
function placeMatrix(rows: i32, columns: i32): usize {
  return placeBlock(2 * <i64> rows * columns);
}

/** Writes sizes and addresses of matrices that follow the record. */
export function placePseudoInverse(record: usize, N: i32, M: i32): void {
  const r = changetype<PseudoInverse>(record);
  const rank = min(N, M);
  startLayout((record + offsetof<PseudoInverse>() + 63) & ~63);
  r.N = N;
  r.M = M;
  r.B = placeMatrix(N, M);
  r.BT = placeMatrix(N, M);
  r.P = placeMatrix(N, M);
  r.PT = placeMatrix(N, M);
  r.G = placeMatrix(N, M);
  r.GT = placeMatrix(N, M);
  r.rest = placeMatrix(N, M);
  r.term = placeMatrix(N, M);
  r.NN = placeMatrix(N, N);
  r.MM = N > M ? placeMatrix(M, M) : 0;
  r.gram = placeMatrix(rank, rank);
}

/** Bytes that suffice for `placePseudoInverse` from the record on: each matrix takes less than 128 besides its numbers. */
export function pseudoInverseBytes(N: i32, M: i32): f64 {
  const rank = <f64> min(N, M);
  const squares = <f64> N * <f64> N + (N > M ? <f64> M * <f64> M : 0) + rank * rank;
  return <f64> ((offsetof<PseudoInverse>() + 63) & ~63) + 8 * (8 * <f64> N * <f64> M + squares) + 11 * 128;
}

/** out (n × k) ← a (n × m) · b (m × k), every sum from the first term to the last. */
function multiply(out: usize, a: usize, b: usize, n: i32, m: i32, k: i32): void {
  memory.fill(out, 0, <usize> (n * k) << 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = get(a, i * m + j);
      let to = doubleAt(out, i * k);
      let from = doubleAt(b, j * k);
      for (const end = to + (<usize> (k & ~1) << 3); to < end; to += 16, from += 16) {
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(f64x2.splat(factor), v128.load(from))));
      }
      if (k & 1) store<f64>(to, load<f64>(to) + factor * load<f64>(from));
    }
  }
}

/** out (m × n) ← aᵀ. */
function transpose(out: usize, a: usize, n: i32, m: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) set(out, j * n + i, get(a, i * m + j));
  }
}

/** out ← a. */
function copy(out: usize, a: usize, count: i32): void {
  memory.copy(out, a, <usize> count << 3);
}

/** float64 ← float32. */
function widen(out: usize, a: usize, count: i32): void {
  for (let i = 0; i < count; i++) set(out, i, <f64> load<f32>(a + (<usize> i << 2)));
}

/**
 * solution (n × k) ← a⁻¹ · solution for a symmetric positive definite matrix, by the method of Cholesky, whose factor
 * replaces the lower triangle of a.
 */
function solve(a: usize, solution: usize, n: i32, k: i32): void {
  for (let j = 0; j < n; j++) {
    let pivot = get(a, j * n + j);
    for (let l = 0; l < j; l++) pivot -= get(a, j * n + l) * get(a, j * n + l);
    const root = Math.sqrt(pivot);
    set(a, j * n + j, root);
    for (let i = j + 1; i < n; i++) {
      let sum = get(a, i * n + j);
      for (let l = 0; l < j; l++) sum -= get(a, i * n + l) * get(a, j * n + l);
      set(a, i * n + j, sum / root);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let column = 0; column < k; column++) {
      let sum = get(solution, i * k + column);
      for (let l = 0; l < i; l++) sum -= get(a, i * n + l) * get(solution, l * k + column);
      set(solution, i * k + column, sum / get(a, i * n + i));
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let column = 0; column < k; column++) {
      let sum = get(solution, i * k + column);
      for (let l = i + 1; l < n; l++) sum -= get(a, l * n + i) * get(solution, l * k + column);
      set(solution, i * k + column, sum / get(a, i * n + i));
    }
  }
}

/** inverse ← pinv(matrix): Bᵀ(BBᵀ)⁻¹ for full row rank, (BᵀB)⁻¹Bᵀ for full column rank. */
export function invert(record: usize, matrix: usize, inverse: usize): void {
  const r = changetype<PseudoInverse>(record);
  const N = r.N;
  const M = r.M;
  const size = N * M;
  widen(r.B, matrix, size);
  transpose(r.BT, r.B, N, M);
  if (N <= M) {
    multiply(r.gram, r.B, r.BT, N, M, N);
    copy(r.PT, r.B, size);
    solve(r.gram, r.PT, N, M);
    transpose(r.P, r.PT, N, M);
  } else {
    multiply(r.gram, r.BT, r.B, M, N, M);
    copy(r.P, r.BT, size);
    solve(r.gram, r.P, M, N);
    transpose(r.PT, r.P, M, N);
  }
  for (let i = 0; i < size; i++) store<f32>(inverse + (<usize> i << 2), <f32> get(r.P, i));
}

/**
 * gradient += what flows from `inverseGradient`, the gradient with respect to the inverse, through the last `invert`:
 * dP = −P dB P + P Pᵀ dBᵀ (1 − B P) + (1 − P B) dBᵀ Pᵀ P. The second term is 0 for full row rank, the third for full
 * column rank.
 */
export function addInverseGradient(record: usize, inverseGradient: usize, gradient: usize): void {
  const r = changetype<PseudoInverse>(record);
  const N = r.N;
  const M = r.M;
  const size = N * M;
  widen(r.G, inverseGradient, size);
  transpose(r.GT, r.G, M, N);
  memory.fill(r.rest, 0, <usize> size << 3);
  if (N < M) {
    multiply(r.NN, r.GT, r.P, N, M, N);
    multiply(r.term, r.NN, r.B, N, N, M);
    for (let i = 0; i < size; i++) set(r.term, i, get(r.GT, i) - get(r.term, i));
    multiply(r.NN, r.PT, r.P, N, M, N);
    multiply(r.rest, r.NN, r.term, N, N, M);
  } else if (N > M) {
    multiply(r.MM, r.P, r.PT, M, N, M);
    multiply(r.term, r.GT, r.MM, N, M, M);
    multiply(r.MM, r.P, r.term, M, N, M);
    multiply(r.rest, r.B, r.MM, N, M, M);
    for (let i = 0; i < size; i++) set(r.rest, i, get(r.term, i) - get(r.rest, i));
  }
  multiply(r.NN, r.PT, r.G, N, M, N);
  multiply(r.term, r.NN, r.PT, N, N, M);
  for (let i = 0; i < size; i++) {
    const at = gradient + (<usize> i << 2);
    store<f32>(at, <f32> (<f64> load<f32>(at) + (get(r.rest, i) - get(r.term, i))));
  }
}
