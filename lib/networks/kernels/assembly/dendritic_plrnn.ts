// Dendritic PLRNN: z' = A ⊙ z + W φ(z) + h, W with a diagonal of zeros, φ(z) = Σ_b alpha_b relu(z − H_b).
//
// Of each step φ(z) is kept.
import { relu } from "./finish";
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
  placeBlock,
  Rollout,
  stateOf,
  sumsAt,
} from "./memory";
import { addOuterProducts, reduceSums } from "./outer_products";
import { finishPlrnn, offsetOfH, placeSquare, prepareSquare } from "./plrnn";
import { storePair } from "./pairs";
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
  r.slopes = placeBlock(r.lanes);
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
    for (let lane: usize = 0; lane < width; lane += 32) {
      const z0 = v128.load(z + lane), z1 = v128.load(z + lane, 16);
      let sum0 = zero, sum1 = zero;
      for (let b = 0; b < r.bases; b++) {
        const alpha = v128.load32_splat(numberAt(alphas, b));
        const threshold = v128.load32_splat(numberAt(thresholds, b * r.units + i));
        sum0 = f32x4.add(sum0, f32x4.mul(alpha, relu(f32x4.sub(z0, threshold), zero)));
        sum1 = f32x4.add(sum1, f32x4.mul(alpha, relu(f32x4.sub(z1, threshold), zero)));
      }
      storePair(expanded + lane, sum0, sum1);
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
    for (let lane: usize = 0; lane < width; lane += 32) {
      const slopes = r.slopes + lane;
      const g0 = v128.load(byExpanded + lane), g1 = v128.load(byExpanded + lane, 16);
      const above0 = f32x4.sub(v128.load(z + lane), threshold);
      const above1 = f32x4.sub(v128.load(z + lane, 16), threshold);
      const slope0 = v128.and(alpha, f32x4.gt(above0, zero));
      const slope1 = v128.and(alpha, f32x4.gt(above1, zero));
      gradientAlpha = f32x4.add(gradientAlpha, f32x4.mul(g0, relu(above0, zero)));
      gradientAlpha = f32x4.add(gradientAlpha, f32x4.mul(g1, relu(above1, zero)));
      gradientThreshold = f32x4.sub(gradientThreshold, f32x4.mul(g0, slope0));
      gradientThreshold = f32x4.sub(gradientThreshold, f32x4.mul(g1, slope1));
      storePair(slopes, f32x4.add(v128.load(slopes), slope0), f32x4.add(v128.load(slopes, 16), slope1));
    }
    v128.store(sumsAlpha, gradientAlpha);
    v128.store(sumsThreshold, gradientThreshold);
  }
  for (let lane: usize = 0; lane < width; lane += 32) {
    const at = byExpanded + lane, slopes = r.slopes + lane;
    storePair(
      at,
      f32x4.mul(v128.load(at), v128.load(slopes)),
      f32x4.mul(v128.load(at, 16), v128.load(slopes, 16)),
    );
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
    addOuterProducts(r.sums1, gradient, stride, M, cacheOf(r, t), stride, r.rows, blockBytes(r, t), r.copies);
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
