// LSTM: with a = W h + bz + bx of four blocks, i = σ(a_i), f = σ(a_f), g = tanh(a_g), o = σ(a_o),
//
//     c' = f ⊙ c + i ⊙ g,   h' = o ⊙ tanh(c').
//
// Of each step i, f, g, o and tanh(c') are kept.
import { sigmoid4, tanh4 } from "./activations";
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
  affine(gates, width, r.packed1, r.bias, state, stride, 4 * M, M, width);
  for (let u = 0; u < M; u++) {
    for (let lane: usize = 0; lane < width; lane += 16) {
      const at = gates + lane;
      const i = sigmoid4(v128.load(at));
      const f = sigmoid4(v128.load(at + block));
      const g = tanh4(v128.load(at + 2 * block));
      const o = sigmoid4(v128.load(at + 3 * block));
      const c = f32x4.add(f32x4.mul(f, v128.load(state + memoryBlock + lane)), f32x4.mul(i, g));
      v128.store(at, i);
      v128.store(at + block, f);
      v128.store(at + 2 * block, g);
      v128.store(at + 3 * block, o);
      v128.store(next + memoryBlock + lane, c);
    }
    gates += width;
    state += stride;
    next += stride;
  }
  // In a loop of its own: in the one above, little could be done while tanh c' waits for c'.
  gates = gatesOf(r, t);
  next = stateOf(r, t + 1);
  let output = outputOf(r, t);
  for (let u = 0; u < M; u++) {
    for (let lane: usize = 0; lane < width; lane += 16) {
      const at = gates + lane;
      const squashed = tanh4(v128.load(next + memoryBlock + lane));
      const h = f32x4.mul(v128.load(at + 3 * block), squashed);
      v128.store(at + 4 * block, squashed);
      v128.store(next + lane, h);
      v128.store(output + lane, h);
    }
    gates += width;
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
  const one = f32x4.splat(1);
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
    for (let lane: usize = 0; lane < width; lane += 16) {
      const at = gates + lane;
      const i = v128.load(at);
      const f = v128.load(at + gateBlock);
      const g = v128.load(at + 2 * gateBlock);
      const o = v128.load(at + 3 * gateBlock);
      const squashed = v128.load(at + 4 * gateBlock);
      const c = v128.load(state + memoryBlock + lane);
      const byH = v128.load(gradient + lane);
      const slope = f32x4.sub(one, f32x4.mul(squashed, squashed));
      const byC = f32x4.add(
        v128.load(gradient + memoryBlock + lane),
        f32x4.mul(f32x4.mul(byH, o), slope),
      );
      const byI = f32x4.mul(f32x4.mul(byC, g), f32x4.mul(i, f32x4.sub(one, i)));
      const byF = f32x4.mul(f32x4.mul(byC, c), f32x4.mul(f, f32x4.sub(one, f)));
      const byG = f32x4.mul(f32x4.mul(byC, i), f32x4.sub(one, f32x4.mul(g, g)));
      const byO = f32x4.mul(f32x4.mul(byH, squashed), f32x4.mul(o, f32x4.sub(one, o)));
      sumsI = f32x4.add(sumsI, byI);
      sumsF = f32x4.add(sumsF, byF);
      sumsG = f32x4.add(sumsG, byG);
      sumsO = f32x4.add(sumsO, byO);
      const to = delta + lane;
      v128.store(to, byI);
      v128.store(to + block, byF);
      v128.store(to + 2 * block, byG);
      v128.store(to + 3 * block, byO);
      v128.store(before + memoryBlock + lane, f32x4.mul(byC, f));
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
    addOuterProducts(r.sums1, deltas, stride, 4 * M, stateOf(r, t), stride, r.rows, blockBytes(r, t));
  }
  product(gradientBefore(r, t), stride, r.packed1T, deltas, stride, M, 4 * M, width);
}

/** Writes the gradients of W, bz and bx. */
export function finishLstm(r: Rollout): void {
  finishTorch(r, 4, 4 * r.units);
}
