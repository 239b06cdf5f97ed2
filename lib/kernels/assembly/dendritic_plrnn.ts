// Dendritic PLRNN: z' = A ⊙ z + W φ(z) + h, W with a diagonal of zeros, φ(z) = Σ_b alpha_b relu(z − H_b).
//
// Of each step φ(z) is kept.
import { placeFrame } from "./frame";
import {
  blockBytes,
  cacheOf,
  clearSums,
  endsBlock,
  gradientBefore,
  gradientOf,
  numberAt,
  outputOf,
  padded,
  place,
  Rollout,
  stateOf,
  sumsAt,
} from "./memory";
import { relu } from "./plrnn";
import { addOuterProducts, reduceSums } from "./outer_products";
import { clearDiagonal, pack, packedLength, product } from "./products";

// The parameters in their order: A (M), W (M × M), h (M), alpha (bases), H (bases × M). Their partial sums, but for those of
// W, in the same order.

// @ts-ignore: decorator
@inline
function offsetOfW(r: Rollout): i32 {
  return padded(r.units);
}

// @ts-ignore: decorator
@inline
function offsetOfH(r: Rollout): i32 {
  return offsetOfW(r) + padded(r.units * r.units);
}

// @ts-ignore: decorator
@inline
function offsetOfAlpha(r: Rollout): i32 {
  return offsetOfH(r) + padded(r.units);
}

// @ts-ignore: decorator
@inline
function offsetOfThresholds(r: Rollout): i32 {
  return offsetOfAlpha(r) + padded(r.bases);
}

/** Sizes and addresses. */
export function placeDendritic(r: Rollout, seriesRows: i32): void {
  const M = r.units;
  r.bases = r.option;
  r.cacheRows = r.rows;
  placeFrame(r, offsetOfThresholds(r) + padded(r.bases * M), seriesRows);
  r.packed1 = place(packedLength(M, M));
  r.packed1T = place(packedLength(M, M));
  r.sums1 = place(4 * M * r.rows);
  r.vectorSums = place(4 * (2 * M + r.bases + r.bases * M));
  r.slopes = place(r.lanes);
}

/** Gets ready for the steps of one batch. */
export function prepareDendritic(r: Rollout): void {
  const M = r.units;
  const W = numberAt(r.parameters, offsetOfW(r));
  pack(r.packed1, W, M, M, M, 1);
  pack(r.packed1T, W, M, M, 1, M);
  clearDiagonal(r.packed1, M);
  clearDiagonal(r.packed1T, M);
  clearSums(r.sums1, M * r.rows);
  clearSums(r.vectorSums, 2 * M + r.bases + r.bases * M);
}

/** Keeps φ of the state before step t. */
function expand(r: Rollout, t: i32): void {
  const width = r.width;
  const zero = f32x4.splat(0);
  const alphas = numberAt(r.parameters, offsetOfAlpha(r));
  const thresholds = numberAt(r.parameters, offsetOfThresholds(r));
  let z = stateOf(r, t);
  let expanded = cacheOf(r, t);
  for (let i = 0; i < r.units; i++) {
    for (let lane: usize = 0; lane < width; lane += 16) {
      const state = v128.load(z + lane);
      let sum = zero;
      for (let b = 0; b < r.bases; b++) {
        const alpha = v128.load32_splat(numberAt(alphas, b));
        const above = f32x4.sub(state, v128.load32_splat(numberAt(thresholds, b * r.units + i)));
        sum = f32x4.add(sum, f32x4.mul(alpha, relu(above, zero)));
      }
      v128.store(expanded + lane, sum);
    }
    z += r.stride;
    expanded += r.stride;
  }
}

/** Step t. */
export function forwardDendritic(r: Rollout, t: i32): void {
  const width = r.width;
  const stride = r.stride;
  const h = numberAt(r.parameters, offsetOfH(r));
  let z = stateOf(r, t);
  let output = outputOf(r, t);
  let next = stateOf(r, t + 1);
  expand(r, t);
  product(output, stride, r.packed1, cacheOf(r, t), stride, r.units, r.units, width);
  for (let i = 0; i < r.units; i++) {
    const a = v128.load32_splat(numberAt(r.parameters, i));
    const b = v128.load32_splat(numberAt(h, i));
    for (let lane: usize = 0; lane < width; lane += 16) {
      const linear = f32x4.add(f32x4.mul(a, v128.load(z + lane)), b);
      const image = f32x4.add(v128.load(output + lane), linear);
      v128.store(output + lane, image);
      v128.store(next + lane, image);
    }
    z += stride;
    output += stride;
    next += stride;
  }
}

/**
 * Back through φ of unit i, whose gradient is `byExpanded`: adds to the gradients of alpha and H, and leaves the slopes
 * Σ_b alpha_b [z > H_b] in `r.slopes`.
 */
// @ts-ignore: decorator
@inline
function backwardExpansion(r: Rollout, i: i32, z: usize, byExpanded: usize): void {
  const width = r.width;
  const M = r.units;
  const zero = f32x4.splat(0);
  const alphas = numberAt(r.parameters, offsetOfAlpha(r));
  const thresholds = numberAt(r.parameters, offsetOfThresholds(r));
  memory.fill(r.slopes, 0, width);
  for (let b = 0; b < r.bases; b++) {
    const alpha = v128.load32_splat(numberAt(alphas, b));
    const threshold = v128.load32_splat(numberAt(thresholds, b * M + i));
    const sumsAlpha = sumsAt(r.vectorSums, 2 * M + b);
    const sumsThreshold = sumsAt(r.vectorSums, 2 * M + r.bases + b * M + i);
    let gradientAlpha = v128.load(sumsAlpha);
    let gradientThreshold = v128.load(sumsThreshold);
    for (let lane: usize = 0; lane < width; lane += 16) {
      const g = v128.load(byExpanded + lane);
      const above = f32x4.sub(v128.load(z + lane), threshold);
      const slope = v128.and(alpha, f32x4.gt(above, zero));
      gradientAlpha = f32x4.add(gradientAlpha, f32x4.mul(g, relu(above, zero)));
      gradientThreshold = f32x4.sub(gradientThreshold, f32x4.mul(g, slope));
      v128.store(r.slopes + lane, f32x4.add(v128.load(r.slopes + lane), slope));
    }
    v128.store(sumsAlpha, gradientAlpha);
    v128.store(sumsThreshold, gradientThreshold);
  }
}

/** Back through step t. */
export function backwardDendritic(r: Rollout, t: i32): void {
  const width = r.width;
  const stride = r.stride;
  const M = r.units;
  let z = stateOf(r, t);
  let gradient = gradientOf(r, t);
  let before = gradientBefore(r, t);
  if (endsBlock(r, t)) {
    addOuterProducts(r.sums1, gradient, stride, M, cacheOf(r, t), stride, r.rows, blockBytes(r, t));
  }
  product(before, stride, r.packed1T, gradient, stride, M, M, width);
  for (let i = 0; i < M; i++) {
    const a = v128.load32_splat(numberAt(r.parameters, i));
    const sumsA = sumsAt(r.vectorSums, i);
    const sumsH = sumsAt(r.vectorSums, M + i);
    let gradientA = v128.load(sumsA);
    let gradientH = v128.load(sumsH);
    backwardExpansion(r, i, z, before);
    for (let lane: usize = 0; lane < width; lane += 16) {
      const g = v128.load(gradient + lane);
      gradientA = f32x4.add(gradientA, f32x4.mul(g, v128.load(z + lane)));
      gradientH = f32x4.add(gradientH, g);
      const through = f32x4.mul(v128.load(before + lane), v128.load(r.slopes + lane));
      v128.store(before + lane, f32x4.add(f32x4.mul(a, g), through));
    }
    v128.store(sumsA, gradientA);
    v128.store(sumsH, gradientH);
    z += stride;
    gradient += stride;
    before += stride;
  }
}

/** Writes the gradients of A, W, h, alpha and H. */
export function finishDendritic(r: Rollout): void {
  const M = r.units;
  const W = numberAt(r.gradients, offsetOfW(r));
  reduceSums(r.gradients, r.vectorSums, M, 1, 1);
  reduceSums(W, r.sums1, M, M, r.rows);
  for (let i = 0; i < M; i++) store<f32>(numberAt(W, i * M + i), 0);
  reduceSums(numberAt(r.gradients, offsetOfH(r)), sumsAt(r.vectorSums, M), M, 1, 1);
  const sumsAlpha = sumsAt(r.vectorSums, 2 * M);
  reduceSums(numberAt(r.gradients, offsetOfAlpha(r)), sumsAlpha, r.bases, 1, 1);
  reduceSums(numberAt(r.gradients, offsetOfThresholds(r)), sumsAt(sumsAlpha, r.bases), r.bases * M, 1, 1);
}
