// LSTM: with a = W h + bz + bx of four blocks, i = σ(a_i), f = σ(a_f), g = tanh(a_g), o = σ(a_o),
//
//     c' = f ⊙ c + i ⊙ g,   h' = o ⊙ tanh(c').
//
// Of each step i, f, g, o and tanh(c') are kept.
import { addRowsBack, isHalf } from "./halves";
import { sigmoidOf, sigmoidSlope, tanh4, tanhOf, tanhSlope } from "./activations";
import {
  blockBytes,
  deltaOf,
  endsBlock,
  gatesOf,
  gradientBefore,
  gradientOf,
  outputOf,
  Rollout,
  stateOf,
  sumsAt,
} from "./memory";
import { addOuterProducts } from "./outer_products";
import { plusProduct, storePair } from "./pairs";
import { affine, even, product } from "./products";
import { finishTorch, placeTorch, prepareTorch } from "./torch";

/** Sizes and addresses. */
export function placeLstm(r: Rollout, seriesRows: i32): void {
  r.memoryRows = r.rows;
  // An even number, since that many rows are written at a time.
  r.gateRows = even(5 * r.units);
  placeTorch(r, 4, 4 * r.units, seriesRows);
}

/** Gets ready for the steps of one batch. */
export function prepareLstm(r: Rollout): void {
  prepareTorch(r, 4, 4 * r.units, 4 * r.units);
}

/** Step t. */
export function forwardLstm(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  const stride = r.stride;
  const block = <usize> M * width;
  const memoryBlock = <usize> r.rows * stride;
  let gates = gatesOf(r, t);
  let state = stateOf(r, t);
  let next = stateOf(r, t + 1);
  let output = outputOf(r, t);
  affine(gates, width, r.packed1, r.bias, state, stride, 4 * M, M, width);
  // Gate by gate: all four at a time have no room in registers.
  sigmoidOf(gates, 2 * M * r.lanes);
  tanhOf(gates + 2 * block, M * r.lanes);
  sigmoidOf(gates + 3 * block, M * r.lanes);
  for (let u = 0; u < M; u++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const i = gates + lane, f = i + block, g = f + block, o = g + block;
      const c = state + memoryBlock + lane;
      const c0 = plusProduct(f32x4.mul(v128.load(f), v128.load(c)), v128.load(i), v128.load(g));
      const c1 = plusProduct(f32x4.mul(v128.load(f, 16), v128.load(c, 16)), v128.load(i, 16), v128.load(g, 16));
      const squashed0 = tanh4(c0), squashed1 = tanh4(c1);
      const h0 = f32x4.mul(v128.load(o), squashed0), h1 = f32x4.mul(v128.load(o, 16), squashed1);
      storePair(next + memoryBlock + lane, c0, c1);
      storePair(o + block, squashed0, squashed1);
      storePair(next + lane, h0, h1);
      storePair(output + lane, h0, h1);
    }
    gates += width;
    state += stride;
    next += stride;
    output += stride;
  }
}

/** Back through step t. */
export function backwardLstm(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  const stride = r.stride;
  const block = <usize> M * stride;
  const gateBlock = <usize> M * width;
  const memoryBlock = <usize> r.rows * stride;
  let gates = gatesOf(r, t);
  let state = stateOf(r, t);
  let gradient = gradientOf(r, t);
  let before = gradientBefore(r, t);
  let delta = deltaOf(r, t);
  for (let u = 0; u < M; u++) {
    let sumsI = v128.load(sumsAt(r.vectorSums, u));
    let sumsF = v128.load(sumsAt(r.vectorSums, M + u));
    let sumsG = v128.load(sumsAt(r.vectorSums, 2 * M + u));
    let sumsO = v128.load(sumsAt(r.vectorSums, 3 * M + u));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const atI = gates + lane, atF = atI + gateBlock, atG = atF + gateBlock, atO = atG + gateBlock;
      const atSquashed = atO + gateBlock, atC = state + memoryBlock + lane;
      const atH = gradient + lane, carried = atH + memoryBlock;
      const i0 = v128.load(atI), i1 = v128.load(atI, 16);
      const f0 = v128.load(atF), f1 = v128.load(atF, 16);
      const g0 = v128.load(atG), g1 = v128.load(atG, 16);
      const o0 = v128.load(atO), o1 = v128.load(atO, 16);
      const squashed0 = v128.load(atSquashed), squashed1 = v128.load(atSquashed, 16);
      const c0 = v128.load(atC), c1 = v128.load(atC, 16);
      const byH0 = v128.load(atH), byH1 = v128.load(atH, 16);
      const byC0 = f32x4.add(v128.load(carried), f32x4.mul(f32x4.mul(byH0, o0), tanhSlope(squashed0)));
      const byC1 = f32x4.add(v128.load(carried, 16), f32x4.mul(f32x4.mul(byH1, o1), tanhSlope(squashed1)));
      const byI0 = f32x4.mul(f32x4.mul(byC0, g0), sigmoidSlope(i0));
      const byI1 = f32x4.mul(f32x4.mul(byC1, g1), sigmoidSlope(i1));
      const byF0 = f32x4.mul(f32x4.mul(byC0, c0), sigmoidSlope(f0));
      const byF1 = f32x4.mul(f32x4.mul(byC1, c1), sigmoidSlope(f1));
      const byG0 = f32x4.mul(f32x4.mul(byC0, i0), tanhSlope(g0));
      const byG1 = f32x4.mul(f32x4.mul(byC1, i1), tanhSlope(g1));
      const byO0 = f32x4.mul(f32x4.mul(byH0, squashed0), sigmoidSlope(o0));
      const byO1 = f32x4.mul(f32x4.mul(byH1, squashed1), sigmoidSlope(o1));
      sumsI = f32x4.add(f32x4.add(sumsI, byI0), byI1);
      sumsF = f32x4.add(f32x4.add(sumsF, byF0), byF1);
      sumsG = f32x4.add(f32x4.add(sumsG, byG0), byG1);
      sumsO = f32x4.add(f32x4.add(sumsO, byO0), byO1);
      const to = delta + lane;
      storePair(to, byI0, byI1);
      storePair(to + block, byF0, byF1);
      storePair(to + 2 * block, byG0, byG1);
      storePair(to + 3 * block, byO0, byO1);
      storePair(before + memoryBlock + lane, f32x4.mul(byC0, f0), f32x4.mul(byC1, f1));
    }
    v128.store(sumsAt(r.vectorSums, u), sumsI);
    v128.store(sumsAt(r.vectorSums, M + u), sumsF);
    v128.store(sumsAt(r.vectorSums, 2 * M + u), sumsG);
    v128.store(sumsAt(r.vectorSums, 3 * M + u), sumsO);
    gates += width;
    state += stride;
    gradient += stride;
    before += stride;
    delta += stride;
  }
  const deltas = deltaOf(r, t);
  if (endsBlock(r, t)) {
    addOuterProducts(r.sums1, deltas, stride, 4 * M, stateOf(r, t), stride, r.rows, blockBytes(r, t), r.copies);
    if (isHalf()) {
      addRowsBack(r.rowSums, r.vectorSums, deltas, 0, stride, 4 * M, width, blockBytes(r, t));
    }
  }
  product(gradientBefore(r, t), stride, r.packed1T, deltas, stride, M, 4 * M, width);
}

/** Writes the gradients of W, bz and bx. */
export function finishLstm(r: Rollout): void {
  finishTorch(r, 4, 4 * r.units);
}
