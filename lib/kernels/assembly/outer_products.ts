// Sums of outer products of panels over steps and windows: the gradients of matrices. As in products.ts sums stay in
// registers, in blocks as large as 15 of them allow.

import { storePair } from "./products";

/** `count` rows × 2 columns of a sum of outer products. */
// @ts-ignore: decorator
@inline
function outerBlock(
  count: i32,
  sums: usize,
  sumStride: usize,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  bytes: usize,
): void {
  const s1 = sums + sumStride;
  const s2 = s1 + sumStride;
  const s3 = s2 + sumStride;
  const s4 = s3 + sumStride;
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = a0, b1 = b0, a2 = a0, b2 = b0, a3 = a0, b3 = b0, a4 = a0, b4 = b0;
  if (count > 1) {
    a1 = v128.load(s1);
    b1 = v128.load(s1, 16);
  }
  if (count > 2) {
    a2 = v128.load(s2);
    b2 = v128.load(s2, 16);
  }
  if (count > 3) {
    a3 = v128.load(s3);
    b3 = v128.load(s3, 16);
  }
  if (count > 4) {
    a4 = v128.load(s4);
    b4 = v128.load(s4, 16);
  }
  let l1 = left + leftStride;
  let l2 = l1 + leftStride;
  let l3 = l2 + leftStride;
  let l4 = l3 + leftStride;
  let next = right + rightStride;
  let x: v128, y: v128, z: v128;
  // Twice the same with a jump in between: it keeps the optimiser from mixing both, for which registers don't suffice.
  const last = right + bytes - 16;
  while (right <= last) {
    y = v128.load(right);
    z = v128.load(next);
    x = v128.load(left);
    a0 = f32x4.add(a0, f32x4.mul(x, y));
    b0 = f32x4.add(b0, f32x4.mul(x, z));
    if (count > 1) {
      x = v128.load(l1);
      a1 = f32x4.add(a1, f32x4.mul(x, y));
      b1 = f32x4.add(b1, f32x4.mul(x, z));
    }
    if (count > 2) {
      x = v128.load(l2);
      a2 = f32x4.add(a2, f32x4.mul(x, y));
      b2 = f32x4.add(b2, f32x4.mul(x, z));
    }
    if (count > 3) {
      x = v128.load(l3);
      a3 = f32x4.add(a3, f32x4.mul(x, y));
      b3 = f32x4.add(b3, f32x4.mul(x, z));
    }
    if (count > 4) {
      x = v128.load(l4);
      a4 = f32x4.add(a4, f32x4.mul(x, y));
      b4 = f32x4.add(b4, f32x4.mul(x, z));
    }
    if (right == last) break;
    y = v128.load(right, 16);
    z = v128.load(next, 16);
    x = v128.load(left, 16);
    a0 = f32x4.add(a0, f32x4.mul(x, y));
    b0 = f32x4.add(b0, f32x4.mul(x, z));
    if (count > 1) {
      x = v128.load(l1, 16);
      a1 = f32x4.add(a1, f32x4.mul(x, y));
      b1 = f32x4.add(b1, f32x4.mul(x, z));
    }
    if (count > 2) {
      x = v128.load(l2, 16);
      a2 = f32x4.add(a2, f32x4.mul(x, y));
      b2 = f32x4.add(b2, f32x4.mul(x, z));
    }
    if (count > 3) {
      x = v128.load(l3, 16);
      a3 = f32x4.add(a3, f32x4.mul(x, y));
      b3 = f32x4.add(b3, f32x4.mul(x, z));
    }
    if (count > 4) {
      x = v128.load(l4, 16);
      a4 = f32x4.add(a4, f32x4.mul(x, y));
      b4 = f32x4.add(b4, f32x4.mul(x, z));
    }
    right += 32;
    next += 32;
    left += 32;
    l1 += 32;
    l2 += 32;
    l3 += 32;
    l4 += 32;
  }
  storePair(sums, a0, b0);
  if (count > 1) {
    storePair(s1, a1, b1);
  }
  if (count > 2) {
    storePair(s2, a2, b2);
  }
  if (count > 3) {
    storePair(s3, a3, b3);
  }
  if (count > 4) {
    storePair(s4, a4, b4);
  }
}

// Columns whose rows are at most so many bytes together stay in the first-level cache while all of `left` passes by.
const TILE_BYTES: usize = 16384;

/**
 * sums[i][j] += Σ left[i] ⊙ right[j] over `bytes` of each row, in four partial sums per entry.
 * The number of columns is even.
 */
export function addOuterProducts(
  sums: usize,
  left: usize,
  leftStride: usize,
  leftRows: i32,
  right: usize,
  rightStride: usize,
  rightRows: i32,
  bytes: usize,
): void {
  const sumStride = (<usize> rightRows) << 4;
  const tile = max(2, <i32> (TILE_BYTES / bytes) & ~1);
  for (let column = 0; column < rightRows; column += tile) {
    const columnEnd = min(column + tile, rightRows);
    let rowSums = sums;
    let l = left;
    for (let row = 0; row < leftRows; row += 5) {
      const count = leftRows - row;
      for (let j = column; j < columnEnd; j += 2) {
        const s = rowSums + ((<usize> j) << 4);
        const r = right + <usize> j * rightStride;
        if (count >= 5) outerBlock(5, s, sumStride, l, leftStride, r, rightStride, bytes);
        else if (count == 4) outerBlock(4, s, sumStride, l, leftStride, r, rightStride, bytes);
        else if (count == 3) outerBlock(3, s, sumStride, l, leftStride, r, rightStride, bytes);
        else if (count == 2) outerBlock(2, s, sumStride, l, leftStride, r, rightStride, bytes);
        else outerBlock(1, s, sumStride, l, leftStride, r, rightStride, bytes);
      }
      rowSums += 5 * sumStride;
      l += 5 * leftStride;
    }
  }
}

/** The sum of the four lanes, in pairs. */
// @ts-ignore: decorator
@inline
function sumOfLanes(sums: v128): f32 {
  return (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}

/** out[i][j] ← the sum of the four partial sums, for the first `rows` × `columns` of `sums`. */
export function reduceSums(out: usize, sums: usize, rows: i32, columns: i32, sumColumns: i32): void {
  for (let i = 0; i < rows; i++) {
    let at = sums + ((<usize> (i * sumColumns)) << 4);
    for (let j = 0; j < columns; j++) {
      store<f32>(out, sumOfLanes(v128.load(at)));
      out += 4;
      at += 16;
    }
  }
}
