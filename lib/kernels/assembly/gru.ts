// GRU: with a = W z + bz of three blocks, ρ = σ(a_ρ + bx_ρ), ζ = σ(a_ζ + bx_ζ), n = tanh(bx_n + ρ ⊙ a_n),
//
//     z' = (1 − ζ) ⊙ n + ζ ⊙ z.
//
// Of each step ρ, ζ, n and a_n are kept.
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
import { addProduct, affine, even } from "./products";
import { biasOfInput, finishTorch, placeTorch, prepareTorch } from "./torch";

/** Sizes and addresses. */
export function placeGru(r: Rollout, seriesRows: i32): void {
  r.gateRows = even(4 * r.units);
  placeTorch(r, 3, 4 * r.units, seriesRows);
}

/** Gets ready for the steps of one batch. */
export function prepareGru(r: Rollout): void {
  prepareTorch(r, 3, 2 * r.units, 4 * r.units);
}

/** Step t. */
export function forwardGru(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  const stride = r.stride;
  const block = <usize> M * width;
  const one = f32x4.splat(1);
  let gates = gatesOf(r, t);
  let state = stateOf(r, t);
  let next = stateOf(r, t + 1);
  let output = outputOf(r, t);
  affine(gates, width, r.packed1, r.bias, state, stride, 3 * M, M, width);
  for (let u = 0; u < M; u++) {
    const bias = v128.load32_splat(biasOfInput(r, 3, 2 * M + u));
    for (let lane: usize = 0; lane < width; lane += 16) {
      const at = gates + lane;
      const reset = sigmoid4(v128.load(at));
      const update = sigmoid4(v128.load(at + block));
      const recurrent = v128.load(at + 2 * block);
      const candidate = tanh4(f32x4.add(bias, f32x4.mul(reset, recurrent)));
      const image = f32x4.add(
        f32x4.mul(f32x4.sub(one, update), candidate),
        f32x4.mul(update, v128.load(state + lane)),
      );
      v128.store(at, reset);
      v128.store(at + block, update);
      v128.store(at + 2 * block, candidate);
      v128.store(at + 3 * block, recurrent);
      v128.store(next + lane, image);
      v128.store(output + lane, image);
    }
    gates += width;
    state += stride;
    next += stride;
    output += stride;
  }
}

/** Back through step t. */
export function backwardGru(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  const stride = r.stride;
  const block = <usize> M * stride;
  const gateBlock = <usize> M * width;
  const one = f32x4.splat(1);
  let gates = gatesOf(r, t);
  let state = stateOf(r, t);
  let gradient = gradientOf(r, t);
  let before = gradientBefore(r, t);
  let delta = deltaOf(r, t);
  for (let u = 0; u < M; u++) {
    let sumsReset = v128.load(sumsAt(r.vectorSums, u));
    let sumsUpdate = v128.load(sumsAt(r.vectorSums, M + u));
    let sumsRecurrent = v128.load(sumsAt(r.vectorSums, 2 * M + u));
    let sumsCandidate = v128.load(sumsAt(r.vectorSums, 3 * M + u));
    for (let lane: usize = 0; lane < width; lane += 16) {
      const at = gates + lane;
      const reset = v128.load(at);
      const update = v128.load(at + gateBlock);
      const candidate = v128.load(at + 2 * gateBlock);
      const recurrent = v128.load(at + 3 * gateBlock);
      const g = v128.load(gradient + lane);
      const rest = f32x4.sub(one, update);
      const byUpdate = f32x4.mul(
        f32x4.mul(g, f32x4.sub(v128.load(state + lane), candidate)),
        f32x4.mul(update, rest),
      );
      const byCandidate = f32x4.mul(
        f32x4.mul(g, rest),
        f32x4.sub(one, f32x4.mul(candidate, candidate)),
      );
      const byReset = f32x4.mul(
        f32x4.mul(byCandidate, recurrent),
        f32x4.mul(reset, f32x4.sub(one, reset)),
      );
      const byRecurrent = f32x4.mul(byCandidate, reset);
      sumsReset = f32x4.add(sumsReset, byReset);
      sumsUpdate = f32x4.add(sumsUpdate, byUpdate);
      sumsRecurrent = f32x4.add(sumsRecurrent, byRecurrent);
      sumsCandidate = f32x4.add(sumsCandidate, byCandidate);
      const to = delta + lane;
      v128.store(to, byReset);
      v128.store(to + block, byUpdate);
      v128.store(to + 2 * block, byRecurrent);
      v128.store(before + lane, f32x4.mul(g, update));
    }
    v128.store(sumsAt(r.vectorSums, u), sumsReset);
    v128.store(sumsAt(r.vectorSums, M + u), sumsUpdate);
    v128.store(sumsAt(r.vectorSums, 2 * M + u), sumsRecurrent);
    v128.store(sumsAt(r.vectorSums, 3 * M + u), sumsCandidate);
    gates += width;
    state += stride;
    gradient += stride;
    before += stride;
    delta += stride;
  }
  const deltas = deltaOf(r, t);
  if (endsBlock(r, t)) {
    addOuterProducts(r.sums1, deltas, stride, 3 * M, stateOf(r, t), stride, r.rows, blockBytes(r, t));
  }
  addProduct(gradientBefore(r, t), stride, r.packed1T, deltas, stride, M, 3 * M, width);
}

/** Writes the gradients of W, bz and bx. */
export function finishGru(r: Rollout): void {
  finishTorch(r, 3, 2 * r.units);
}
