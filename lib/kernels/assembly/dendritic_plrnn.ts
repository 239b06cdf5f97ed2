// Dendritic PLRNN: z' = A ⊙ z + W φ(z) + h, W with a diagonal of zeros, φ(z) = Σ_b alpha_b relu(z − H_b).
//
// Of each step φ(z) is kept.
import { placeFrame } from "./frame";
import { addLinearPart, backwardLinearPart } from "./linear_part";
import {
  blockBytes,
  cacheOf,
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
import { addOuterProducts, reduceSums } from "./outer_products";
import { finishPlrnn, offsetOfH, placeSquare, prepareSquare, relu } from "./plrnn";
import { product } from "./products";

// The parameters in their order: those of the PLRNN, alpha (bases), H (bases × M). Their partial sums, but for those of W, in
// the same order.

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

// @ts-ignore: decorator
@inline
function vectors(r: Rollout): i32 {
  return 2 * r.units + r.bases + r.bases * r.units;
}

/** Sizes and addresses. */
export function placeDendritic(r: Rollout, seriesRows: i32): void {
  r.bases = r.option;
  r.cacheRows = r.rows;
  placeFrame(r, offsetOfThresholds(r) + padded(r.bases * r.units), seriesRows);
  placeSquare(r, vectors(r));
  r.slopes = place(r.lanes);
}

/** Gets ready for the steps of one batch. */
export function prepareDendritic(r: Rollout): void {
  prepareSquare(r, false, vectors(r));
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
  expand(r, t);
  product(outputOf(r, t), r.stride, r.packed1, cacheOf(r, t), r.stride, r.units, r.units, r.width);
  addLinearPart(r, t, numberAt(r.parameters, offsetOfH(r)));
}

/**
 * Back through φ of unit i: adds to the gradients of alpha and H, and makes of the gradient with respect to φ that with
 * respect to z, multiplying it by the slopes Σ_b alpha_b [z > H_b].
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
  for (let lane: usize = 0; lane < width; lane += 16) {
    v128.store(byExpanded + lane, f32x4.mul(v128.load(byExpanded + lane), v128.load(r.slopes + lane)));
  }
}

/** Back through step t. */
export function backwardDendritic(r: Rollout, t: i32): void {
  const stride = r.stride;
  const M = r.units;
  const gradient = gradientOf(r, t);
  let z = stateOf(r, t);
  let before = gradientBefore(r, t);
  if (endsBlock(r, t)) {
    addOuterProducts(r.sums1, gradient, stride, M, cacheOf(r, t), stride, r.rows, blockBytes(r, t));
  }
  product(before, stride, r.packed1T, gradient, stride, M, M, r.width);
  for (let i = 0; i < M; i++) {
    backwardExpansion(r, i, z, before);
    z += stride;
    before += stride;
  }
  backwardLinearPart(r, t);
}

/** Writes the gradients of A, W, h, alpha and H. */
export function finishDendritic(r: Rollout): void {
  finishPlrnn(r, false);
  const sumsAlpha = sumsAt(r.vectorSums, 2 * r.units);
  const sumsThresholds = sumsAt(sumsAlpha, r.bases);
  reduceSums(numberAt(r.gradients, offsetOfAlpha(r)), sumsAlpha, r.bases, 1, 1);
  reduceSums(numberAt(r.gradients, offsetOfThresholds(r)), sumsThresholds, r.bases * r.units, 1, 1);
}
