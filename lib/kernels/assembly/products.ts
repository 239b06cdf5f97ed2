// Products of matrices with panels.
//
// Everything is laid out for one fact of today's engines: without guard pages every load from memory is checked
// against the memory's size, and costs three instructions instead of one. So sums stay in registers, in blocks as large
// as 15 of them allow, and addresses are formed such that checks share their bounds.

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

/** What a product does with its sums: see `finish`. */
// @ts-ignore: decorator
@inline
const STORE: i32 = 0;

// @ts-ignore: decorator
@inline
const ADD: i32 = 1;

// @ts-ignore: decorator
@inline
const BIAS: i32 = 2;

/** Stores 32 bytes. The upper half goes first: engines that pack pairs of stores into one count only these as a gain. */
// @ts-ignore: decorator
@inline
export function storePair(at: usize, lower: v128, upper: v128): void {
  v128.store(at, upper, 16);
  v128.store(at, lower);
}

/** 32 bytes of a row of a product; `bias` is what mode BIAS adds. */
// @ts-ignore: decorator
@inline
function finish(mode: i32, out: usize, lower: v128, upper: v128, bias: v128): void {
  if (mode == ADD) storePair(out, f32x4.add(v128.load(out), lower), f32x4.add(v128.load(out, 16), upper));
  else if (mode == BIAS) storePair(out, f32x4.add(lower, bias), f32x4.add(upper, bias));
  else storePair(out, lower, upper);
}

/**
 * Two rows of a product in 16 lanes, or in 8 unless `wide`.
 * `w` and `end` bound the packed pair of rows, `bias` points to the two numbers that mode BIAS adds.
 */
// @ts-ignore: decorator
@inline
function pairOfRows(
  mode: i32,
  wide: bool,
  out: usize,
  outStride: usize,
  w: usize,
  end: usize,
  x: usize,
  stride: usize,
  bias: usize,
): void {
  let u = v128.load32_splat(w);
  let v = v128.load32_splat(w, 4);
  w += 8;
  let y = v128.load(x), z = v128.load(x, 16);
  let a0 = f32x4.mul(u, y), a1 = f32x4.mul(u, z);
  let b0 = f32x4.mul(v, y), b1 = f32x4.mul(v, z);
  let a2 = a0, a3 = a1, b2 = b0, b3 = b1;
  if (wide) {
    y = v128.load(x, 32), z = v128.load(x, 48);
    a2 = f32x4.mul(u, y), a3 = f32x4.mul(u, z);
    b2 = f32x4.mul(v, y), b3 = f32x4.mul(v, z);
  }
  x += stride;
  // Two columns at a time, whose four weights are one load.
  const last = end - 16;
  while (w <= last) {
    const weights = v128.load(w);
    w += 16;
    u = v128.shuffle<f32>(weights, weights, 0, 0, 0, 0);
    v = v128.shuffle<f32>(weights, weights, 1, 1, 1, 1);
    y = v128.load(x), z = v128.load(x, 16);
    a0 = f32x4.add(a0, f32x4.mul(u, y)), a1 = f32x4.add(a1, f32x4.mul(u, z));
    b0 = f32x4.add(b0, f32x4.mul(v, y)), b1 = f32x4.add(b1, f32x4.mul(v, z));
    if (wide) {
      y = v128.load(x, 32), z = v128.load(x, 48);
      a2 = f32x4.add(a2, f32x4.mul(u, y)), a3 = f32x4.add(a3, f32x4.mul(u, z));
      b2 = f32x4.add(b2, f32x4.mul(v, y)), b3 = f32x4.add(b3, f32x4.mul(v, z));
    }
    x += stride;
    u = v128.shuffle<f32>(weights, weights, 2, 2, 2, 2);
    v = v128.shuffle<f32>(weights, weights, 3, 3, 3, 3);
    y = v128.load(x), z = v128.load(x, 16);
    a0 = f32x4.add(a0, f32x4.mul(u, y)), a1 = f32x4.add(a1, f32x4.mul(u, z));
    b0 = f32x4.add(b0, f32x4.mul(v, y)), b1 = f32x4.add(b1, f32x4.mul(v, z));
    if (wide) {
      y = v128.load(x, 32), z = v128.load(x, 48);
      a2 = f32x4.add(a2, f32x4.mul(u, y)), a3 = f32x4.add(a3, f32x4.mul(u, z));
      b2 = f32x4.add(b2, f32x4.mul(v, y)), b3 = f32x4.add(b3, f32x4.mul(v, z));
    }
    x += stride;
  }
  if (w < end) {
    u = v128.load32_splat(w);
    v = v128.load32_splat(w, 4);
    y = v128.load(x), z = v128.load(x, 16);
    a0 = f32x4.add(a0, f32x4.mul(u, y)), a1 = f32x4.add(a1, f32x4.mul(u, z));
    b0 = f32x4.add(b0, f32x4.mul(v, y)), b1 = f32x4.add(b1, f32x4.mul(v, z));
    if (wide) {
      y = v128.load(x, 32), z = v128.load(x, 48);
      a2 = f32x4.add(a2, f32x4.mul(u, y)), a3 = f32x4.add(a3, f32x4.mul(u, z));
      b2 = f32x4.add(b2, f32x4.mul(v, y)), b3 = f32x4.add(b3, f32x4.mul(v, z));
    }
  }
  const p = mode == BIAS ? v128.load32_splat(bias) : u;
  const q = mode == BIAS ? v128.load32_splat(bias, 4) : u;
  finish(mode, out, a0, a1, p);
  if (wide) finish(mode, out + 32, a2, a3, p);
  finish(mode, out + outStride, b0, b1, q);
  if (wide) finish(mode, out + outStride + 32, b2, b3, q);
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
): void {
  const bytes = (<usize> inner) << 3;
  for (let row = 0; row < rows; row += 2) {
    const end = packed + bytes;
    let lane: usize = 0;
    for (; lane + 64 <= width; lane += 64) {
      pairOfRows(mode, true, out + lane, outStride, packed, end, right + lane, stride, bias);
    }
    if (lane < width) pairOfRows(mode, false, out + lane, outStride, packed, end, right + lane, stride, bias);
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
  productOf(STORE, out, outStride, packed, right, stride, rows, inner, width, 0);
}

/** out (rows × lanes) ← out + matrix · right (inner × lanes); changes an even number of rows. */
export function addProduct(
  out: usize,
  outStride: usize,
  packed: usize,
  right: usize,
  stride: usize,
  rows: i32,
  inner: i32,
  width: usize,
): void {
  productOf(ADD, out, outStride, packed, right, stride, rows, inner, width, 0);
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
  productOf(BIAS, out, outStride, packed, right, stride, rows, inner, width, bias);
}
