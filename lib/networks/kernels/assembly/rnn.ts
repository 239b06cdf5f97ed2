// Vanilla RNN: z' = tanh(W z + bz + bx).
import { addRowsBack, isHalf } from "./halves";
import { tanh4, tanhSlope } from "./activations";
import {
  blockBytes,
  deltaOf,
  endsBlock,
  gradientBefore,
  gradientOf,
  outputOf,
  Rollout,
  stateOf,
  sumsAt,
} from "./memory";
import { addOuterProducts } from "./outer_products";
import { storePair } from "./pairs";
import { affine, product } from "./products";
import { finishTorch, placeTorch, prepareTorch } from "./torch";

/** Sizes and addresses. */
export function placeRnn(r: Rollout, seriesRows: i32): void {
  r.keepOutputs = true;
  placeTorch(r, 1, r.units, seriesRows);
}

/** Gets ready for the steps of one batch. */
export function prepareRnn(r: Rollout): void {
  prepareTorch(r, 1, r.units, r.units);
}

/** Step t. */
export function forwardRnn(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  let output = outputOf(r, t);
  let next = stateOf(r, t + 1);
  affine(output, r.stride, r.packed1, r.bias, stateOf(r, t), r.stride, M, M, width);
  for (let i = 0; i < M; i++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const image0 = tanh4(v128.load(output + lane)), image1 = tanh4(v128.load(output + lane, 16));
      storePair(output + lane, image0, image1);
      storePair(next + lane, image0, image1);
    }
    output += r.stride;
    next += r.stride;
  }
}

/** Back through step t. */
export function backwardRnn(r: Rollout, t: i32): void {
  const width = r.width;
  const M = r.units;
  let gradient = gradientOf(r, t);
  let image = outputOf(r, t);
  let delta = deltaOf(r, t);
  for (let i = 0; i < M; i++) {
    let sums = v128.load(sumsAt(r.vectorSums, i));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const d0 = f32x4.mul(v128.load(gradient + lane), tanhSlope(v128.load(image + lane)));
      const d1 = f32x4.mul(v128.load(gradient + lane, 16), tanhSlope(v128.load(image + lane, 16)));
      sums = f32x4.add(sums, d0);
      sums = f32x4.add(sums, d1);
      storePair(delta + lane, d0, d1);
    }
    v128.store(sumsAt(r.vectorSums, i), sums);
    gradient += r.stride;
    image += r.stride;
    delta += r.stride;
  }
  if (endsBlock(r, t)) {
    addOuterProducts(
      r.sums1,
      deltaOf(r, t),
      r.stride,
      M,
      stateOf(r, t),
      r.stride,
      r.rows,
      blockBytes(r, t),
      r.copies,
    );
    if (isHalf()) {
      addRowsBack(r.rowSums, r.vectorSums, deltaOf(r, t), 0, r.stride, M, r.width, blockBytes(r, t));
    }
  }
  product(gradientBefore(r, t), r.stride, r.packed1T, deltaOf(r, t), r.stride, M, M, width);
}

/** Writes the gradients of W, bz and bx. */
export function finishRnn(r: Rollout): void {
  finishTorch(r, 1, r.units);
}
