// Half a batch, whose other half another thread rolls out, such that both together have the bits of the whole.
//
// A sum over windows and steps is kept in four partial sums: window k adds to number k mod 4, and in the end they are added
// as (s0 + s1) + (s2 + s3). So the first two windows of every four make s0 and s1 by themselves, in the order of the whole,
// and the other two make s2 and s3. A half has the one or the other, what it writes in the end is their sum, and that plus
// the other half's is the whole's.
//
// Four lanes of a half belong to two partial sums, so those of two rows share a vector: numbers 0 and 1 are of row i, numbers
// 2 and 3 of row i + 1. Rows are copied into that order before they are summed.
import { numberAt, Rollout } from "./memory";

/** Whether a rollout is that of half a batch. */
export function isHalved(r: Rollout): bool {
  return r.whole != r.batch;
}

let half: bool = false;

/** Whether the rollout under way is that of half a batch. */
export function isHalf(): bool {
  return half;
}

/** Says whether the rollout under way is that of half a batch. */
export function setHalf(on: bool): void {
  half = on;
}

/** Copies pairs of rows, two lanes of the first followed by the same two of the second. */
export function copyBeside(to: usize, from: usize, stride: usize, pairs: i32, bytes: usize): void {
  for (; pairs > 0; pairs--) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(from + at), y = v128.load(from + stride + at);
      v128.store(to, v128.shuffle<f32>(x, y, 0, 1, 4, 5));
      v128.store(to, v128.shuffle<f32>(x, y, 2, 3, 6, 7), 16);
      to += 32;
    }
    from += 2 * stride;
  }
}

/** sums + the lanes of two rows, in twos, of which each waits for the one before. */
// @ts-ignore: decorator
@inline
function plusRows(sums: v128, x: v128, y: v128): v128 {
  return f32x4.add(
    f32x4.add(sums, v128.shuffle<f32>(x, y, 0, 1, 4, 5)),
    v128.shuffle<f32>(x, y, 2, 3, 6, 7),
  );
}

/**
 * sums[i] += Σ left[i], and sumsOfProducts[i] += Σ left[i] ⊙ right[i] unless `right` is 0, over `bytes` of a block of time: from
 * its last step to its first, as the way back adds them. Four rows at a time, since sums wait for each other.
 */
export function addRowsBack(
  sums: usize,
  sumsOfProducts: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  width: usize,
  bytes: usize,
): void {
  for (; rows > 0; rows -= 4) {
    const far = rows > 2 ? 2 * stride : 0;
    let a = v128.load(sums), b = v128.load(sums, 16);
    let c = v128.load(sumsOfProducts), d = v128.load(sumsOfProducts, 16);
    for (let end = bytes; end > 0; end -= width) {
      for (let at = end - width; at < end; at += 16) {
        const l = left + at;
        const x0 = v128.load(l), x1 = v128.load(l + stride);
        const x2 = v128.load(l + far), x3 = v128.load(l + far + stride);
        a = plusRows(a, x0, x1), b = plusRows(b, x2, x3);
        if (right == 0) continue;
        const r = right + at;
        c = plusRows(c, f32x4.mul(x0, v128.load(r)), f32x4.mul(x1, v128.load(r + stride)));
        d = plusRows(d, f32x4.mul(x2, v128.load(r + far)), f32x4.mul(x3, v128.load(r + far + stride)));
      }
    }
    v128.store(sums, a);
    v128.store(sumsOfProducts, c);
    if (rows > 2) {
      v128.store(sums, b, 16);
      v128.store(sumsOfProducts, d, 16);
    }
    sums += 32;
    sumsOfProducts += 32;
    left += 4 * stride;
    right += right == 0 ? 0 : 4 * stride;
  }
}

/** to[i] += from[i] for `count` numbers. */
function addNumbers(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = numberAt(to, i);
    store<f32>(at, load<f32>(at) + load<f32>(numberAt(from, i)));
  }
}

/** Makes the gradients of half a batch those of the whole, with what the other half shared; returns the loss. */
export function joinHalves(record: usize): f64 {
  const r = changetype<Rollout>(record);
  const theirs = r.theirs - r.losses;
  let loss: f64 = 0;
  for (let at = r.losses, end = at + (<usize> r.length << 3); at < end; at += 8) {
    loss += load<f64>(at) + load<f64>(theirs + at);
  }
  addNumbers(r.gradients, theirs + r.gradients, r.parameterLength);
  addNumbers(r.gradientP, theirs + r.gradientP, r.units * r.observations);
  return loss / (<f64> r.whole * <f64> r.length * <f64> r.observations);
}
