// PLRNN: z' = A ⊙ z + W relu(z) + h, W with a diagonal of zeros. relu(z) is kept for one block of time.
//
// The almost-linear RNN is the same with a full W, and with the first units as they are in place of their relu.
import { placeFrame } from "./frame";
import {
  blockBytes,
  clearSums,
  endsBlock,
  gradientBefore,
  gradientOf,
  numberAt,
  outputOf,
  padded,
  panelLength,
  place,
  Rollout,
  slotOf,
  stateOf,
  sumsAt,
} from "./memory";
import { addOuterProducts, reduceSums } from "./outer_products";
import { storePair } from "./pairs";
import { clearDiagonal, pack, packedLength, product } from "./products";

// The parameters in their order: A (M), W (M × M), h (M).

// @ts-ignore: decorator
@inline
function offsetOfW(r: Rollout): i32 {
  return padded(r.units);
}

// @ts-ignore: decorator
@inline
export function offsetOfH(r: Rollout): i32 {
  return offsetOfW(r) + padded(r.units * r.units);
}

/** Addresses of what A, W and h need; `vectors` counts the partial sums of vectors, those of A and h the first of them. */
export function placeSquare(r: Rollout, vectors: i32): void {
  const M = r.units;
  r.packed1 = place(packedLength(M, M));
  r.packed1T = place(packedLength(M, M));
  r.sums1 = place(4 * M * r.rows);
  r.vectorSums = place(4 * vectors);
}

/** Gets W and the sums ready for the steps of one batch; W without its diagonal unless that belongs to it. */
export function prepareSquare(r: Rollout, diagonal: bool, vectors: i32): void {
  const M = r.units;
  const W = numberAt(r.parameters, offsetOfW(r));
  pack(r.packed1, W, M, M, M, 1);
  pack(r.packed1T, W, M, M, 1, M);
  if (!diagonal) {
    clearDiagonal(r.packed1, M);
    clearDiagonal(r.packed1T, M);
  }
  clearSums(r.sums1, M * r.rows);
  clearSums(r.vectorSums, vectors);
}

/** Sizes and addresses. */
export function placePlrnn(r: Rollout, straight: i32, seriesRows: i32): void {
  const M = r.units;
  r.straight = straight;
  placeFrame(r, offsetOfH(r) + padded(M), seriesRows);
  r.rectified = place(panelLength(r, r.rows, 1));
  placeSquare(r, 2 * M);
}

/** Gets ready for the steps of one batch. */
export function preparePlrnn(r: Rollout, diagonal: bool): void {
  prepareSquare(r, diagonal, 2 * r.units);
}

/** z < floor ? floor : z, so NaN stays. */
// @ts-ignore: decorator
@inline
export function relu(z: v128, floor: v128): v128 {
  return f32x4.pmax(z, floor);
}

/** What a unit is cut off at from below: 0, or nothing where it has no ramp. */
// @ts-ignore: decorator
@inline
function floorOf(r: Rollout, unit: i32): v128 {
  return f32x4.splat(unit < r.straight ? -Infinity : 0);
}

/** relu of the state before step t. */
// @ts-ignore: decorator
@inline
function rectifiedOf(r: Rollout, t: i32): usize {
  return r.rectified + slotOf(r, t);
}

/** relu of the first `bytes` of each row of the states from step t on, all of one block of time. */
function rectify(r: Rollout, t: i32, bytes: usize): void {
  let z = stateOf(r, t);
  let rectified = rectifiedOf(r, t);
  for (let i = 0; i < r.units; i++) {
    const floor = floorOf(r, i);
    for (let lane: usize = 0; lane < bytes; lane += 32) {
      storePair(rectified + lane, relu(v128.load(z + lane), floor), relu(v128.load(z + lane, 16), floor));
    }
    z += r.stride;
    rectified += r.stride;
  }
}

/** Derives relu(z) of a state that forcing made. */
export function derivePlrnn(r: Rollout, t: i32): void {
  rectify(r, t, r.width);
}

/** Step t. */
export function forwardPlrnn(r: Rollout, t: i32): void {
  const width = r.width;
  const stride = r.stride;
  const A = r.parameters;
  const h = numberAt(r.parameters, offsetOfH(r));
  let z = stateOf(r, t);
  let output = outputOf(r, t);
  let next = stateOf(r, t + 1);
  let rectified = rectifiedOf(r, t + 1);
  product(output, stride, r.packed1, rectifiedOf(r, t), stride, r.units, r.units, width);
  for (let i = 0; i < r.units; i++) {
    const a = v128.load32_splat(numberAt(A, i));
    const b = v128.load32_splat(numberAt(h, i));
    const floor = floorOf(r, i);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const linear0 = f32x4.add(f32x4.mul(a, v128.load(z + lane)), b);
      const linear1 = f32x4.add(f32x4.mul(a, v128.load(z + lane, 16)), b);
      const image0 = f32x4.add(v128.load(output + lane), linear0);
      const image1 = f32x4.add(v128.load(output + lane, 16), linear1);
      storePair(output + lane, image0, image1);
      storePair(next + lane, image0, image1);
      storePair(rectified + lane, relu(image0, floor), relu(image1, floor));
    }
    z += stride;
    output += stride;
    next += stride;
    rectified += stride;
  }
}

/** Back through step t. */
export function backwardPlrnn(r: Rollout, t: i32): void {
  const width = r.width;
  const stride = r.stride;
  const A = r.parameters;
  let z = stateOf(r, t);
  let gradient = gradientOf(r, t);
  let before = gradientBefore(r, t);
  if (endsBlock(r, t)) {
    const bytes = blockBytes(r, t);
    rectify(r, t, bytes);
    addOuterProducts(r.sums1, gradient, stride, r.units, rectifiedOf(r, t), stride, r.rows, bytes, r.copies);
  }
  product(before, stride, r.packed1T, gradient, stride, r.units, r.units, width);
  for (let i = 0; i < r.units; i++) {
    const a = v128.load32_splat(numberAt(A, i));
    const floor = floorOf(r, i);
    const sumsA = sumsAt(r.vectorSums, i);
    const sumsH = sumsAt(r.vectorSums, r.units + i);
    let gradientA = v128.load(sumsA);
    let gradientH = v128.load(sumsH);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = before + lane;
      const z0 = v128.load(z + lane), z1 = v128.load(z + lane, 16);
      const g0 = v128.load(gradient + lane), g1 = v128.load(gradient + lane, 16);
      gradientA = f32x4.add(gradientA, f32x4.mul(g0, z0));
      gradientA = f32x4.add(gradientA, f32x4.mul(g1, z1));
      gradientH = f32x4.add(gradientH, g0);
      gradientH = f32x4.add(gradientH, g1);
      const gated0 = v128.and(v128.load(at), f32x4.gt(z0, floor));
      const gated1 = v128.and(v128.load(at, 16), f32x4.gt(z1, floor));
      storePair(at, f32x4.add(f32x4.mul(a, g0), gated0), f32x4.add(f32x4.mul(a, g1), gated1));
    }
    v128.store(sumsA, gradientA);
    v128.store(sumsH, gradientH);
    z += stride;
    gradient += stride;
    before += stride;
  }
}

/** Writes the gradients of A, W and h. */
export function finishPlrnn(r: Rollout, diagonal: bool): void {
  const M = r.units;
  const W = numberAt(r.gradients, offsetOfW(r));
  reduceSums(r.gradients, r.vectorSums, M, 1, 1);
  reduceSums(W, r.sums1, M, M, r.rows);
  for (let i = 0; i < M && !diagonal; i++) store<f32>(numberAt(W, i * M + i), 0);
  reduceSums(numberAt(r.gradients, offsetOfH(r)), sumsAt(r.vectorSums, M), M, 1, 1);
}
