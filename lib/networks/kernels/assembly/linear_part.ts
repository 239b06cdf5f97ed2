// A ⊙ z + h, which the shallow and the dendritic PLRNN add to the rest of their image. A lies first among the parameters,
// and so do its partial sums; those of h follow.
import { gradientBefore, gradientOf, numberAt, outputOf, Rollout, stateOf, sumsAt } from "./memory";
import { storePair } from "./pairs";

/** The image of step t ← the output that is there + A ⊙ z + h; it is the state after the step too. */
export function addLinearPart(r: Rollout, t: i32, h: usize): void {
  const width = r.width;
  let z = stateOf(r, t);
  let output = outputOf(r, t);
  let next = stateOf(r, t + 1);
  for (let i = 0; i < r.units; i++) {
    const a = v128.load32_splat(numberAt(r.parameters, i));
    const b = v128.load32_splat(numberAt(h, i));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const linear0 = f32x4.add(f32x4.mul(a, v128.load(z + lane)), b);
      const linear1 = f32x4.add(f32x4.mul(a, v128.load(z + lane, 16)), b);
      const image0 = f32x4.add(v128.load(output + lane), linear0);
      const image1 = f32x4.add(v128.load(output + lane, 16), linear1);
      storePair(output + lane, image0, image1);
      storePair(next + lane, image0, image1);
    }
    z += r.stride;
    output += r.stride;
    next += r.stride;
  }
}

/** Back through it: adds to the gradients of A and h, and to that of the state before step t. */
export function backwardLinearPart(r: Rollout, t: i32): void {
  const width = r.width;
  let z = stateOf(r, t);
  let gradient = gradientOf(r, t);
  let before = gradientBefore(r, t);
  for (let i = 0; i < r.units; i++) {
    const a = v128.load32_splat(numberAt(r.parameters, i));
    const sumsA = sumsAt(r.vectorSums, i);
    const sumsH = sumsAt(r.vectorSums, r.units + i);
    let gradientA = v128.load(sumsA);
    let gradientH = v128.load(sumsH);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = before + lane;
      const g0 = v128.load(gradient + lane), g1 = v128.load(gradient + lane, 16);
      gradientA = f32x4.add(gradientA, f32x4.mul(g0, v128.load(z + lane)));
      gradientA = f32x4.add(gradientA, f32x4.mul(g1, v128.load(z + lane, 16)));
      gradientH = f32x4.add(gradientH, g0);
      gradientH = f32x4.add(gradientH, g1);
      storePair(
        at,
        f32x4.add(v128.load(at), f32x4.mul(a, g0)),
        f32x4.add(v128.load(at, 16), f32x4.mul(a, g1)),
      );
    }
    v128.store(sumsA, gradientA);
    v128.store(sumsH, gradientH);
    z += r.stride;
    gradient += r.stride;
    before += r.stride;
  }
}
