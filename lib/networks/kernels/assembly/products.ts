// Products of matrices with panels.
//
// Everything is laid out for one fact of today's engines: without guard pages every load from memory is checked
// against the memory's size, and costs three instructions instead of one. So sums stay in registers, in blocks as large
// as 15 of them allow, and addresses are formed such that checks share their bounds.
import { ADD, BIAS, finishRow, HALF_BACK, Linear, LINEAR, LINEAR_BACK, STORE } from "./finish";
import { isHalf } from "./halves";
import { plusProduct, usesPairs } from "./pairs";

/** Rounds up to an even number. */
export function even(count: i32): i32 {
  return (count + 1) & ~1;
}

/** Floats of a matrix packed for products: pairs of rows, interleaved column by column. */
export function packedLength(rows: i32, columns: i32): i32 {
  return even(rows) * columns;
}

/**
 * packed ← matrix, in pairs of rows; the row that an odd number of rows lacks is 0.
 * `rowStep` and `columnStep` are in floats, so a transpose is packed by exchanging them.
 */
export function pack(
  packed: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  rowStep: i32,
  columnStep: i32,
): void {
  const step = (<usize> columnStep) << 2;
  for (let row = 0; row < even(rows); row++) {
    let target = packed + ((<usize> ((row & ~1) * columns + (row & 1))) << 2);
    let source = matrix + ((<usize> (row * rowStep)) << 2);
    for (let column = 0; column < columns; column++) {
      store<f32>(target, row < rows ? load<f32>(source) : 0);
      target += 8;
      source += step;
    }
  }
}

/** Sets the diagonal of a packed square matrix to 0. */
export function clearDiagonal(packed: usize, size: i32): void {
  for (let i = 0; i < size; i++) {
    store<f32>(packed + ((<usize> ((i & ~1) * size + 2 * i + (i & 1))) << 2), 0);
  }
}

/**
 * Two rows of a product in `pairs` (1, 2 or 4) × 8 lanes.
 * `w` and `end` bound the packed pair of rows, whose first is number `row`; `mode`, `bias` and `linear` are those of `finishRow`.
 */
// @ts-ignore: decorator
@inline
function pairOfRows(
  mode: i32,
  pairs: i32,
  out: usize,
  outStride: usize,
  w: usize,
  end: usize,
  x: usize,
  stride: usize,
  bias: usize,
  linear: Linear,
  row: i32,
): void {
  let u = v128.load32_splat(w);
  let v = v128.load32_splat(w, 4);
  w += 8;
  let y = v128.load(x);
  let a0 = f32x4.mul(u, y), b0 = f32x4.mul(v, y);
  y = v128.load(x, 16);
  let a1 = f32x4.mul(u, y), b1 = f32x4.mul(v, y);
  let a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
  let b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0, b7 = b0;
  if (pairs > 1) {
    y = v128.load(x, 32);
    a2 = f32x4.mul(u, y), b2 = f32x4.mul(v, y);
    y = v128.load(x, 48);
    a3 = f32x4.mul(u, y), b3 = f32x4.mul(v, y);
  }
  if (pairs > 2) {
    y = v128.load(x, 64);
    a4 = f32x4.mul(u, y), b4 = f32x4.mul(v, y);
    y = v128.load(x, 80);
    a5 = f32x4.mul(u, y), b5 = f32x4.mul(v, y);
    y = v128.load(x, 96);
    a6 = f32x4.mul(u, y), b6 = f32x4.mul(v, y);
    y = v128.load(x, 112);
    a7 = f32x4.mul(u, y), b7 = f32x4.mul(v, y);
  }
  x += stride;
  // Two columns at a time, whose four weights are one load.
  const last = end - 16;
  while (w <= last) {
    const weights = v128.load(w);
    w += 16;
    u = v128.shuffle<f32>(weights, weights, 0, 0, 0, 0);
    v = v128.shuffle<f32>(weights, weights, 1, 1, 1, 1);
    y = v128.load(x);
    a0 = plusProduct(a0, u, y), b0 = plusProduct(b0, v, y);
    y = v128.load(x, 16);
    a1 = plusProduct(a1, u, y), b1 = plusProduct(b1, v, y);
    if (pairs > 1) {
      y = v128.load(x, 32);
      a2 = plusProduct(a2, u, y), b2 = plusProduct(b2, v, y);
      y = v128.load(x, 48);
      a3 = plusProduct(a3, u, y), b3 = plusProduct(b3, v, y);
    }
    if (pairs > 2) {
      y = v128.load(x, 64);
      a4 = plusProduct(a4, u, y), b4 = plusProduct(b4, v, y);
      y = v128.load(x, 80);
      a5 = plusProduct(a5, u, y), b5 = plusProduct(b5, v, y);
      y = v128.load(x, 96);
      a6 = plusProduct(a6, u, y), b6 = plusProduct(b6, v, y);
      y = v128.load(x, 112);
      a7 = plusProduct(a7, u, y), b7 = plusProduct(b7, v, y);
    }
    x += stride;
    u = v128.shuffle<f32>(weights, weights, 2, 2, 2, 2);
    v = v128.shuffle<f32>(weights, weights, 3, 3, 3, 3);
    y = v128.load(x);
    a0 = plusProduct(a0, u, y), b0 = plusProduct(b0, v, y);
    y = v128.load(x, 16);
    a1 = plusProduct(a1, u, y), b1 = plusProduct(b1, v, y);
    if (pairs > 1) {
      y = v128.load(x, 32);
      a2 = plusProduct(a2, u, y), b2 = plusProduct(b2, v, y);
      y = v128.load(x, 48);
      a3 = plusProduct(a3, u, y), b3 = plusProduct(b3, v, y);
    }
    if (pairs > 2) {
      y = v128.load(x, 64);
      a4 = plusProduct(a4, u, y), b4 = plusProduct(b4, v, y);
      y = v128.load(x, 80);
      a5 = plusProduct(a5, u, y), b5 = plusProduct(b5, v, y);
      y = v128.load(x, 96);
      a6 = plusProduct(a6, u, y), b6 = plusProduct(b6, v, y);
      y = v128.load(x, 112);
      a7 = plusProduct(a7, u, y), b7 = plusProduct(b7, v, y);
    }
    x += stride;
  }
  if (w < end) {
    u = v128.load32_splat(w);
    v = v128.load32_splat(w, 4);
    y = v128.load(x);
    a0 = plusProduct(a0, u, y), b0 = plusProduct(b0, v, y);
    y = v128.load(x, 16);
    a1 = plusProduct(a1, u, y), b1 = plusProduct(b1, v, y);
    if (pairs > 1) {
      y = v128.load(x, 32);
      a2 = plusProduct(a2, u, y), b2 = plusProduct(b2, v, y);
      y = v128.load(x, 48);
      a3 = plusProduct(a3, u, y), b3 = plusProduct(b3, v, y);
    }
    if (pairs > 2) {
      y = v128.load(x, 64);
      a4 = plusProduct(a4, u, y), b4 = plusProduct(b4, v, y);
      y = v128.load(x, 80);
      a5 = plusProduct(a5, u, y), b5 = plusProduct(b5, v, y);
      y = v128.load(x, 96);
      a6 = plusProduct(a6, u, y), b6 = plusProduct(b6, v, y);
      y = v128.load(x, 112);
      a7 = plusProduct(a7, u, y), b7 = plusProduct(b7, v, y);
    }
  }
  finishRow(mode, pairs, out, bias, linear, row, a0, a1, a2, a3, a4, a5, a6, a7);
  finishRow(mode, pairs, out + outStride, bias + 4, linear, row + 1, b0, b1, b2, b3, b4, b5, b6, b7);
}

// @ts-ignore: decorator
@inline
function productOf(
  mode: i32,
  out: usize,
  outStride: usize,
  packed: usize,
  right: usize,
  stride: usize,
  rows: i32,
  inner: i32,
  width: usize,
  bias: usize,
  linear: Linear,
): void {
  const bytes = (<usize> inner) << 3;
  // Eight sums of a row at a time have room in registers only where the engine packs pairs.
  const wideEnd = mode != HALF_BACK && usesPairs() ? width & ~127 : 0;
  for (let row = 0; row < rows; row += 2) {
    const end = packed + bytes;
    let lane: usize = 0;
    for (; lane < wideEnd; lane += 128) {
      pairOfRows(mode, 4, out + lane, outStride, packed, end, right + lane, stride, bias, linear, row);
    }
    for (; lane + 64 <= width; lane += 64) {
      pairOfRows(mode, 2, out + lane, outStride, packed, end, right + lane, stride, bias, linear, row);
    }
    if (lane < width) pairOfRows(mode, 1, out + lane, outStride, packed, end, right + lane, stride, bias, linear, row);
    packed = end;
    bias += 8;
    out += 2 * outStride;
  }
}

/** out (rows × lanes) ← matrix · right (inner × lanes); writes an even number of rows. */
export function product(
  out: usize,
  outStride: usize,
  packed: usize,
  right: usize,
  stride: usize,
  rows: i32,
  inner: i32,
  width: usize,
): void {
  productOf(STORE, out, outStride, packed, right, stride, rows, inner, width, 0, changetype<Linear>(0));
}

/** out (rows × lanes) ← out + matrix · right (inner × lanes); changes an even number of rows. */
export function addPackedProduct(
  out: usize,
  outStride: usize,
  packed: usize,
  right: usize,
  stride: usize,
  rows: i32,
  inner: i32,
  width: usize,
): void {
  productOf(ADD, out, outStride, packed, right, stride, rows, inner, width, 0, changetype<Linear>(0));
}

/** out (rows × lanes) ← matrix · right (inner × lanes) + bias; writes an even number of rows, and reads as many biases. */
export function affine(
  out: usize,
  outStride: usize,
  packed: usize,
  bias: usize,
  right: usize,
  stride: usize,
  rows: i32,
  inner: i32,
  width: usize,
): void {
  productOf(BIAS, out, outStride, packed, right, stride, rows, inner, width, bias, changetype<Linear>(0));
}

/** image ← matrix · right + A ⊙ z + h in all places that `linear` says, for square matrices. */
export function productAndLinear(packed: usize, right: usize, inner: i32, stride: usize, width: usize, linear: Linear): void {
  productOf(LINEAR, linear.out, stride, packed, right, stride, linear.rows, inner, width, 0, linear);
}

/** The gradient with respect to z ← A ⊙ g + matrix · right where z lies above its floor, and those of A and h. */
export function productAndLinearBack(packed: usize, right: usize, inner: i32, stride: usize, width: usize, linear: Linear): void {
  if (isHalf()) productOf(HALF_BACK, linear.out, stride, packed, right, stride, linear.rows, inner, width, 0, linear);
  else productOf(LINEAR_BACK, linear.out, stride, packed, right, stride, linear.rows, inner, width, 0, linear);
}
