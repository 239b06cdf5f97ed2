// Sums of outer products of panels over steps and windows: the gradients of matrices. As in products.ts sums stay in
// registers, in blocks as large as 15 of them allow.

import { plusProduct, storePair, storePairOf, usesPairs } from "./pairs";

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
    a0 = plusProduct(a0, x, y);
    b0 = plusProduct(b0, x, z);
    if (count > 1) {
      x = v128.load(l1);
      a1 = plusProduct(a1, x, y);
      b1 = plusProduct(b1, x, z);
    }
    if (count > 2) {
      x = v128.load(l2);
      a2 = plusProduct(a2, x, y);
      b2 = plusProduct(b2, x, z);
    }
    if (count > 3) {
      x = v128.load(l3);
      a3 = plusProduct(a3, x, y);
      b3 = plusProduct(b3, x, z);
    }
    if (count > 4) {
      x = v128.load(l4);
      a4 = plusProduct(a4, x, y);
      b4 = plusProduct(b4, x, z);
    }
    if (right == last) break;
    y = v128.load(right, 16);
    z = v128.load(next, 16);
    x = v128.load(left, 16);
    a0 = plusProduct(a0, x, y);
    b0 = plusProduct(b0, x, z);
    if (count > 1) {
      x = v128.load(l1, 16);
      a1 = plusProduct(a1, x, y);
      b1 = plusProduct(b1, x, z);
    }
    if (count > 2) {
      x = v128.load(l2, 16);
      a2 = plusProduct(a2, x, y);
      b2 = plusProduct(b2, x, z);
    }
    if (count > 3) {
      x = v128.load(l3, 16);
      a3 = plusProduct(a3, x, y);
      b3 = plusProduct(b3, x, z);
    }
    if (count > 4) {
      x = v128.load(l4, 16);
      a4 = plusProduct(a4, x, y);
      b4 = plusProduct(b4, x, z);
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

/**
 * The same for engines that pack pairs: `rows` rows × 2 columns, or × 4 if `four`. `left` is a copy by `copyTwice`, and
 * `right` one by `copySideBySide` if `copied`: so both operands of a pair of products are 32 bytes in one place.
 */
// @ts-ignore: decorator
@inline
function wideBlock(
  rows: i32,
  four: bool,
  copied: bool,
  sums: usize,
  sumStride: usize,
  left: usize,
  right: usize,
  rightStride: usize,
  chunks: i32,
): void {
  let r1 = right + rightStride, r2 = r1 + rightStride, r3 = r2 + rightStride;
  const s1 = sums + sumStride;
  const s2 = s1 + sumStride;
  const s3 = s2 + sumStride;
  const s4 = s3 + sumStride;
  let a0 = v128.load(sums), b0 = v128.load(sums, 16);
  let a1 = a0, b1 = b0, a2 = a0, b2 = b0, a3 = a0, b3 = b0, a4 = a0, b4 = b0;
  if (rows > 1) a1 = v128.load(s1), b1 = v128.load(s1, 16);
  if (rows > 2) a2 = v128.load(s2), b2 = v128.load(s2, 16);
  if (rows > 3) a3 = v128.load(s3), b3 = v128.load(s3, 16);
  if (rows > 4) a4 = v128.load(s4), b4 = v128.load(s4, 16);
  let c0 = a0, d0 = b0, c1 = a0, d1 = b0, c2 = a0, d2 = b0, c3 = a0, d3 = b0, c4 = a0, d4 = b0;
  if (four) c0 = v128.load(sums, 32), d0 = v128.load(sums, 48);
  if (four && rows > 1) c1 = v128.load(s1, 32), d1 = v128.load(s1, 48);
  if (four && rows > 2) c2 = v128.load(s2, 32), d2 = v128.load(s2, 48);
  if (four && rows > 3) c3 = v128.load(s3, 32), d3 = v128.load(s3, 48);
  if (four && rows > 4) c4 = v128.load(s4, 32), d4 = v128.load(s4, 48);
  for (; chunks > 0; chunks--) {
    const y = v128.load(right), z = copied ? v128.load(right, 16) : v128.load(r1);
    const u = four ? copied ? v128.load(right, 32) : v128.load(r2) : y;
    const v = four ? copied ? v128.load(right, 48) : v128.load(r3) : z;
    {
      const x = v128.load(left), w = v128.load(left, 16);
      a0 = plusProduct(a0, x, y), b0 = plusProduct(b0, w, z);
      if (four) c0 = plusProduct(c0, x, u), d0 = plusProduct(d0, w, v);
    }
    if (rows > 1) {
      const x = v128.load(left, 32), w = v128.load(left, 48);
      a1 = plusProduct(a1, x, y), b1 = plusProduct(b1, w, z);
      if (four) c1 = plusProduct(c1, x, u), d1 = plusProduct(d1, w, v);
    }
    if (rows > 2) {
      const x = v128.load(left, 64), w = v128.load(left, 80);
      a2 = plusProduct(a2, x, y), b2 = plusProduct(b2, w, z);
      if (four) c2 = plusProduct(c2, x, u), d2 = plusProduct(d2, w, v);
    }
    if (rows > 3) {
      const x = v128.load(left, 96), w = v128.load(left, 112);
      a3 = plusProduct(a3, x, y), b3 = plusProduct(b3, w, z);
      if (four) c3 = plusProduct(c3, x, u), d3 = plusProduct(d3, w, v);
    }
    if (rows > 4) {
      const x = v128.load(left, 128), w = v128.load(left, 144);
      a4 = plusProduct(a4, x, y), b4 = plusProduct(b4, w, z);
      if (four) c4 = plusProduct(c4, x, u), d4 = plusProduct(d4, w, v);
    }
    left += (<usize> rows) << 5;
    right += copied ? four ? 64 : 32 : 16;
    if (!copied) r1 += 16, r2 += 16, r3 += 16;
  }
  storePair(sums, a0, b0);
  if (rows > 1) storePair(s1, a1, b1);
  if (rows > 2) storePair(s2, a2, b2);
  if (rows > 3) storePair(s3, a3, b3);
  if (rows > 4) storePair(s4, a4, b4);
  if (four) storePairOf(sums, 1, c0, d0);
  if (four && rows > 1) storePairOf(s1, 1, c1, d1);
  if (four && rows > 2) storePairOf(s2, 1, c2, d2);
  if (four && rows > 3) storePairOf(s3, 1, c3, d3);
  if (four && rows > 4) storePairOf(s4, 1, c4, d4);
}

/** Copies rows such that those of each four columns, or of the last two, stand side by side in every 16 bytes of theirs. */
function copySideBySide(to: usize, from: usize, stride: usize, columns: i32, bytes: usize): void {
  for (; columns > 2; columns -= 4) {
    const r1 = from + stride, r2 = r1 + stride, r3 = r2 + stride;
    for (let at: usize = 0; at < bytes; at += 16) {
      const y = v128.load(from + at), z = v128.load(r1 + at);
      const u = v128.load(r2 + at), v = v128.load(r3 + at);
      storePair(to, y, z);
      storePairOf(to, 1, u, v);
      to += 64;
    }
    from += 4 * stride;
  }
  if (columns == 0) return;
  for (let at: usize = 0; at < bytes; at += 16) {
    storePair(to, v128.load(from + at), v128.load(from + stride + at));
    to += 32;
  }
}

/** Copies `rows` rows, each 16 bytes of theirs twice, those of all rows one after the other. */
// @ts-ignore: decorator
@inline
function copyTwice(rows: i32, to: usize, from: usize, stride: usize, bytes: usize): void {
  const end = from + bytes;
  const r1 = stride, r2 = 2 * stride, r3 = 3 * stride, r4 = 4 * stride;
  for (; from < end; from += 16) {
    const x0 = v128.load(from);
    const x1 = rows > 1 ? v128.load(from + r1) : x0, x2 = rows > 2 ? v128.load(from + r2) : x0;
    const x3 = rows > 3 ? v128.load(from + r3) : x0, x4 = rows > 4 ? v128.load(from + r4) : x0;
    storePair(to, x0, x0);
    if (rows > 1) storePairOf(to, 1, x1, x1);
    if (rows > 2) storePairOf(to, 2, x2, x2);
    if (rows > 3) storePairOf(to, 3, x3, x3);
    if (rows > 4) storePairOf(to, 4, x4, x4);
    to += (<usize> rows) << 5;
  }
}

/** `rows` rows of a sum of outer products; copies the left ones to `scratch`. */
// @ts-ignore: decorator
@inline
function rowsOfWideBlocks(
  rows: i32,
  copied: bool,
  sums: usize,
  sumStride: usize,
  scratch: usize,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  columns: i32,
  bytes: usize,
): void {
  const chunks = <i32> (bytes >> 4);
  copyTwice(rows, scratch, left, leftStride, bytes);
  for (; columns > 2; columns -= 4) {
    wideBlock(rows, true, copied, sums, sumStride, scratch, right, rightStride, chunks);
    sums += 64;
    right += 4 * rightStride;
  }
  if (columns > 0) wideBlock(rows, false, copied, sums, sumStride, scratch, right, rightStride, chunks);
}

// Copies of rows are worth it if at least this many rows on the other side use them.
const WORTH_COPIES: i32 = 10;

// Columns whose rows are at most this many bytes together stay in the first-level cache while all of `left` passes by.
const TILE_BYTES: usize = 16384;

/** `addOuterProducts` for engines that pack pairs; copies the right rows too where enough left ones use them. */
function addByCopies(
  sums: usize,
  left: usize,
  leftStride: usize,
  leftRows: i32,
  right: usize,
  rightStride: usize,
  rightRows: i32,
  bytes: usize,
  scratch: usize,
): void {
  const sumStride = (<usize> rightRows) << 4;
  const copied = leftRows >= WORTH_COPIES;
  const copies = scratch + 10 * bytes;
  if (copied) copySideBySide(copies, right, rightStride, rightRows, bytes);
  for (; leftRows >= 5 && copied; leftRows -= 5) {
    rowsOfWideBlocks(5, true, sums, sumStride, scratch, left, leftStride, copies, bytes, rightRows, bytes);
    sums += 5 * sumStride;
    left += 5 * leftStride;
  }
  for (; leftRows > 0; leftRows -= 3) {
    const rows = min(3, leftRows);
    const s = sums, l = left, step = leftStride;
    if (rows == 3) rowsOfWideBlocks(3, false, s, sumStride, scratch, l, step, right, rightStride, rightRows, bytes);
    else if (rows == 2) rowsOfWideBlocks(2, false, s, sumStride, scratch, l, step, right, rightStride, rightRows, bytes);
    else rowsOfWideBlocks(1, false, s, sumStride, scratch, l, step, right, rightStride, rightRows, bytes);
    sums += 3 * sumStride;
    left += 3 * leftStride;
  }
}

/**
 * sums[i][j] += Σ left[i] ⊙ right[j] over `bytes` of each row, in four partial sums per entry.
 * The number of columns is even.
 * At `scratch` there is room for the bytes of rightRows + 10 rows.
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
  scratch: usize,
): void {
  if (usesPairs() && rightRows >= WORTH_COPIES) {
    addByCopies(sums, left, leftStride, leftRows, right, rightStride, rightRows, bytes, scratch);
    return;
  }
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
export function sumOfLanes(sums: v128): f32 {
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
