// Shallow PLRNN: z' = A ⊙ z + W1 v + h1 with u = W2 z and v = relu(u + h2); clipped: v = relu(u + h2) − relu(u).
//
// Of each step v is kept, and for the clipped form u.
import { relu } from "./finish";
import { placeFrame } from "./frame";
import { addLinearPart, backwardLinearPart } from "./linear_part";
import {
  blockBytes,
  cacheOf,
  clearSums,
  deltaOf,
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
import { storePair } from "./pairs";
import { even, pack, packedLength, product } from "./products";

// The parameters in their order: A (M), W1 (M × L), W2 (L × M), h1 (M), h2 (L).

// @ts-ignore: decorator
@inline
function offsetOfW1(r: Rollout): i32 {
  return padded(r.units);
}

// @ts-ignore: decorator
@inline
function offsetOfW2(r: Rollout): i32 {
  return offsetOfW1(r) + padded(r.units * r.hidden);
}

// @ts-ignore: decorator
@inline
function offsetOfH1(r: Rollout): i32 {
  return offsetOfW2(r) + padded(r.units * r.hidden);
}

// @ts-ignore: decorator
@inline
function offsetOfH2(r: Rollout): i32 {
  return offsetOfH1(r) + padded(r.units);
}

/** Sizes and addresses. */
export function placeShallow(r: Rollout, clipped: bool, seriesRows: i32): void {
  const M = r.units;
  const L = r.option;
  r.hidden = L;
  r.hiddenRows = even(L);
  r.cacheRows = clipped ? 2 * r.hiddenRows : r.hiddenRows;
  r.deltaRows = r.hiddenRows;
  placeFrame(r, offsetOfH2(r) + padded(L), seriesRows);
  r.packed1 = placeBlock(packedLength(M, L));
  r.packed1T = placeBlock(packedLength(L, M));
  r.packed2 = placeBlock(packedLength(L, M));
  r.packed2T = placeBlock(packedLength(M, L));
  r.sums1 = placeBlock(4 * M * r.hiddenRows);
  r.sums2 = placeBlock(4 * L * r.rows);
  r.vectorSums = placeBlock(4 * (2 * M + L));
}

/** Gets ready for the steps of one batch. */
export function prepareShallow(r: Rollout): void {
  const M = r.units;
  const L = r.hidden;
  const W1 = numberAt(r.parameters, offsetOfW1(r));
  const W2 = numberAt(r.parameters, offsetOfW2(r));
  pack(r.packed1, W1, M, L, L, 1);
  pack(r.packed1T, W1, L, M, 1, L);
  pack(r.packed2, W2, L, M, M, 1);
  pack(r.packed2T, W2, M, L, 1, M);
  clearSums(r.sums1, M * r.hiddenRows);
  clearSums(r.sums2, L * r.rows);
  clearSums(r.vectorSums, 2 * M + L);
}

/** Step t. */
// @ts-ignore: decorator
@inline
export function forwardShallow(r: Rollout, t: i32, clipped: bool): void {
  const width = r.width;
  const M = r.units;
  const L = r.hidden;
  const stride = r.stride;
  const zero = f32x4.splat(0);
  const h2 = numberAt(r.parameters, offsetOfH2(r));
  let layer = cacheOf(r, t);
  let inner = layer + <usize> r.hiddenRows * stride;
  product(layer, stride, r.packed2, stateOf(r, t), stride, L, M, width);
  for (let l = 0; l < L; l++) {
    const bias = v128.load32_splat(numberAt(h2, l));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const u0 = v128.load(layer + lane), u1 = v128.load(layer + lane, 16);
      const raised0 = relu(f32x4.add(u0, bias), zero), raised1 = relu(f32x4.add(u1, bias), zero);
      if (clipped) {
        storePair(layer + lane, f32x4.sub(raised0, relu(u0, zero)), f32x4.sub(raised1, relu(u1, zero)));
        storePair(inner + lane, u0, u1);
      } else storePair(layer + lane, raised0, raised1);
    }
    layer += stride;
    inner += stride;
  }

  product(outputOf(r, t), stride, r.packed1, cacheOf(r, t), stride, M, L, width);
  addLinearPart(r, t, numberAt(r.parameters, offsetOfH1(r)));
}

/** Back through step t. */
// @ts-ignore: decorator
@inline
export function backwardShallow(r: Rollout, t: i32, clipped: bool): void {
  const width = r.width;
  const M = r.units;
  const L = r.hidden;
  const stride = r.stride;
  const zero = f32x4.splat(0);
  const h2 = numberAt(r.parameters, offsetOfH2(r));
  let delta = deltaOf(r, t);
  let layer = cacheOf(r, t);
  let inner = layer + <usize> r.hiddenRows * stride;
  product(delta, stride, r.packed1T, gradientOf(r, t), stride, L, M, width);
  for (let l = 0; l < L; l++) {
    const bias = v128.load32_splat(numberAt(h2, l));
    const sumsH2 = sumsAt(r.vectorSums, 2 * M + l);
    let gradientH2 = v128.load(sumsH2);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = delta + lane;
      const byLayer0 = v128.load(at), byLayer1 = v128.load(at, 16);
      if (clipped) {
        const u0 = v128.load(inner + lane), u1 = v128.load(inner + lane, 16);
        const byRaised0 = v128.and(byLayer0, f32x4.gt(f32x4.add(u0, bias), zero));
        const byRaised1 = v128.and(byLayer1, f32x4.gt(f32x4.add(u1, bias), zero));
        gradientH2 = f32x4.add(f32x4.add(gradientH2, byRaised0), byRaised1);
        const byRelu0 = v128.and(byLayer0, f32x4.gt(u0, zero));
        const byRelu1 = v128.and(byLayer1, f32x4.gt(u1, zero));
        storePair(at, f32x4.sub(byRaised0, byRelu0), f32x4.sub(byRaised1, byRelu1));
      } else {
        const byInner0 = v128.and(byLayer0, f32x4.gt(v128.load(layer + lane), zero));
        const byInner1 = v128.and(byLayer1, f32x4.gt(v128.load(layer + lane, 16), zero));
        gradientH2 = f32x4.add(f32x4.add(gradientH2, byInner0), byInner1);
        storePair(at, byInner0, byInner1);
      }
    }
    v128.store(sumsH2, gradientH2);
    delta += stride;
    layer += stride;
    inner += stride;
  }

  if (endsBlock(r, t)) {
    const bytes = blockBytes(r, t);
    addOuterProducts(r.sums1, gradientOf(r, t), stride, M, cacheOf(r, t), stride, r.hiddenRows, bytes, r.copies);
    addOuterProducts(r.sums2, deltaOf(r, t), stride, L, stateOf(r, t), stride, r.rows, bytes, r.copies);
  }
  product(gradientBefore(r, t), stride, r.packed2T, deltaOf(r, t), stride, M, L, width);
  backwardLinearPart(r, t);
}

/** Writes the gradients of A, W1, W2, h1 and h2. */
export function finishShallow(r: Rollout): void {
  const M = r.units;
  const L = r.hidden;
  reduceSums(r.gradients, r.vectorSums, M, 1, 1);
  reduceSums(numberAt(r.gradients, offsetOfW1(r)), r.sums1, M, L, r.hiddenRows);
  reduceSums(numberAt(r.gradients, offsetOfW2(r)), r.sums2, L, M, r.rows);
  reduceSums(numberAt(r.gradients, offsetOfH1(r)), sumsAt(r.vectorSums, M), M, 1, 1);
  reduceSums(numberAt(r.gradients, offsetOfH2(r)), sumsAt(r.vectorSums, 2 * M), L, 1, 1);
}
