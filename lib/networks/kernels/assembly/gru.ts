// GRU: with a = W z + bz of three blocks, ρ = σ(a_ρ + bx_ρ), ζ = σ(a_ζ + bx_ζ), n = tanh(bx_n + ρ ⊙ a_n),
//
//     z' = (1 − ζ) ⊙ n + ζ ⊙ z.
//
// Of each step ρ, ζ, n and a_n are kept.
import { sigmoidOf, sigmoidSlope, tanh4, tanhSlope } from "./activations";
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
import { storePair } from "./pairs";
import { addPackedProduct, affine, even } from "./products";
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

/** (1 − ζ) ⊙ n + ζ ⊙ z. */
// @ts-ignore: decorator
@inline
function mixture(update: v128, candidate: v128, z: v128): v128 {
  const rest = f32x4.sub(f32x4.splat(1), update);
  return f32x4.add(f32x4.mul(rest, candidate), f32x4.mul(update, z));
}

/** Step t. */
export function forwardGru(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  const stride = r.stride;
  const block = <usize> M * width;
  let gates = gatesOf(r, t);
  let state = stateOf(r, t);
  let next = stateOf(r, t + 1);
  let output = outputOf(r, t);
  affine(gates, width, r.packed1, r.bias, state, stride, 3 * M, M, width);
  sigmoidOf(gates, 2 * M * r.lanes);
  for (let u = 0; u < M; u++) {
    const bias = v128.load32_splat(biasOfInput(r, 3, 2 * M + u));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = gates + lane;
      const reset0 = v128.load(at), reset1 = v128.load(at, 16);
      const update0 = v128.load(at + block), update1 = v128.load(at + block, 16);
      const recurrent0 = v128.load(at + 2 * block), recurrent1 = v128.load(at + 2 * block, 16);
      const candidate0 = tanh4(f32x4.add(bias, f32x4.mul(reset0, recurrent0)));
      const candidate1 = tanh4(f32x4.add(bias, f32x4.mul(reset1, recurrent1)));
      const image0 = mixture(update0, candidate0, v128.load(state + lane));
      const image1 = mixture(update1, candidate1, v128.load(state + lane, 16));
      storePair(at + 2 * block, candidate0, candidate1);
      storePair(at + 3 * block, recurrent0, recurrent1);
      storePair(next + lane, image0, image1);
      storePair(output + lane, image0, image1);
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
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = gates + lane;
      const reset0 = v128.load(at), reset1 = v128.load(at, 16);
      const update0 = v128.load(at + gateBlock), update1 = v128.load(at + gateBlock, 16);
      const candidate0 = v128.load(at + 2 * gateBlock), candidate1 = v128.load(at + 2 * gateBlock, 16);
      const recurrent0 = v128.load(at + 3 * gateBlock), recurrent1 = v128.load(at + 3 * gateBlock, 16);
      const g0 = v128.load(gradient + lane), g1 = v128.load(gradient + lane, 16);
      const z0 = v128.load(state + lane), z1 = v128.load(state + lane, 16);
      const byUpdate0 = f32x4.mul(f32x4.mul(g0, f32x4.sub(z0, candidate0)), sigmoidSlope(update0));
      const byUpdate1 = f32x4.mul(f32x4.mul(g1, f32x4.sub(z1, candidate1)), sigmoidSlope(update1));
      const byCandidate0 = f32x4.mul(f32x4.mul(g0, f32x4.sub(one, update0)), tanhSlope(candidate0));
      const byCandidate1 = f32x4.mul(f32x4.mul(g1, f32x4.sub(one, update1)), tanhSlope(candidate1));
      const byReset0 = f32x4.mul(f32x4.mul(byCandidate0, recurrent0), sigmoidSlope(reset0));
      const byReset1 = f32x4.mul(f32x4.mul(byCandidate1, recurrent1), sigmoidSlope(reset1));
      const byRecurrent0 = f32x4.mul(byCandidate0, reset0), byRecurrent1 = f32x4.mul(byCandidate1, reset1);
      sumsReset = f32x4.add(f32x4.add(sumsReset, byReset0), byReset1);
      sumsUpdate = f32x4.add(f32x4.add(sumsUpdate, byUpdate0), byUpdate1);
      sumsRecurrent = f32x4.add(f32x4.add(sumsRecurrent, byRecurrent0), byRecurrent1);
      sumsCandidate = f32x4.add(f32x4.add(sumsCandidate, byCandidate0), byCandidate1);
      const to = delta + lane;
      storePair(to, byReset0, byReset1);
      storePair(to + block, byUpdate0, byUpdate1);
      storePair(to + 2 * block, byRecurrent0, byRecurrent1);
      storePair(before + lane, f32x4.mul(g0, update0), f32x4.mul(g1, update1));
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
    addOuterProducts(r.sums1, deltas, stride, 3 * M, stateOf(r, t), stride, r.rows, blockBytes(r, t), r.copies);
  }
  addPackedProduct(gradientBefore(r, t), stride, r.packed1T, deltas, stride, M, 3 * M, width);
}

/** Writes the gradients of W, bz and bx. */
export function finishGru(r: Rollout): void {
  finishTorch(r, 3, 2 * r.units);
}
