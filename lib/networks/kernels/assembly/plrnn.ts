// PLRNN: z' = A ⊙ z + W relu(z) + h, W with a diagonal of zeros. relu(z) is kept for one block of time.
//
// The almost-linear RNN is the same with a full W, and with the first units as they are in place of their relu.
import { floorOf, Linear, relu } from "./finish";
import { placeFrame } from "./frame";
import { addRowsBack, isHalf } from "./halves";
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
  placeBlock,
  Rollout,
  slotOf,
  stateOf,
  sumsAt,
} from "./memory";
import { addOuterProducts, reduceSums } from "./outer_products";
import { storePair } from "./pairs";
import { clearDiagonal, pack, packedLength, productAndLinear, productAndLinearBack } from "./products";

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
  r.packed1 = placeBlock(packedLength(M, M));
  r.packed1T = placeBlock(packedLength(M, M));
  r.sums1 = placeBlock(4 * M * r.rows);
  r.vectorSums = placeBlock(4 * vectors);
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
  r.rectified = placeBlock(panelLength(r, r.rows, 1));
  placeSquare(r, 2 * M);
}

/** Gets ready for the steps of one batch. */
export function preparePlrnn(r: Rollout, diagonal: bool): void {
  prepareSquare(r, diagonal, 2 * r.units);
}

const linear = changetype<Linear>(memory.data(offsetof<Linear>(), 8));

/** What the linear part of step t needs on its way forward and back. */
function linearAt(r: Rollout, t: i32): Linear {
  linear.rows = r.units;
  linear.straight = r.straight;
  linear.A = r.parameters;
  linear.h = numberAt(r.parameters, offsetOfH(r));
  linear.z = stateOf(r, t);
  linear.next = stateOf(r, t + 1);
  linear.rectified = rectifiedOf(r, t + 1);
  linear.gradient = gradientOf(r, t);
  linear.sumsA = r.vectorSums;
  linear.sumsH = sumsAt(r.vectorSums, r.units);
  linear.spare = r.copies;
  return linear;
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
    const floor = floorOf(r.straight, i);
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
  const step = linearAt(r, t);
  step.out = outputOf(r, t);
  productAndLinear(r.packed1, rectifiedOf(r, t), r.units, r.stride, r.width, step);
}

/** Back through step t. */
export function backwardPlrnn(r: Rollout, t: i32): void {
  const gradient = gradientOf(r, t);
  if (endsBlock(r, t)) {
    const bytes = blockBytes(r, t);
    rectify(r, t, bytes);
    addOuterProducts(r.sums1, gradient, r.stride, r.units, rectifiedOf(r, t), r.stride, r.rows, bytes, r.copies);
    if (isHalf()) {
      const sumsH = sumsAt(r.vectorSums, r.units);
      addRowsBack(sumsH, r.vectorSums, gradient, stateOf(r, t), r.stride, r.units, r.width, bytes);
    }
  }
  const step = linearAt(r, t);
  step.out = gradientBefore(r, t);
  productAndLinearBack(r.packed1T, gradient, r.units, r.stride, r.width, step);
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
