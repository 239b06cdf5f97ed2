// Linear algebra in float64, two columns at a time. Every sum is over one entry of the result and runs in the order of the
// plain loop, so the bits are those of the plain loop; what lies side by side in a vector are independent columns.
//
// Matrices lie row by row. A "combination" is a list of coefficients with the addresses of the rows that they multiply:
// 16 bytes each, the coefficient first.

/** Appends a coefficient and its row to a combination and returns the end of the list. */
// @ts-ignore: decorator
@inline
function append(end: usize, coefficient: f64, row: usize): usize {
  store<f64>(end, coefficient);
  store<usize>(end, row, 8);
  return end + 16;
}

/** 16 columns of a combination, from the byte `at` of its rows on. */
function combine16(list: usize, end: usize, at: usize, out: usize): void {
  let c = v128.load64_splat(list);
  let p = load<usize>(list, 8) + at;
  let s0 = f64x2.mul(c, v128.load(p)), s1 = f64x2.mul(c, v128.load(p, 16));
  let s2 = f64x2.mul(c, v128.load(p, 32)), s3 = f64x2.mul(c, v128.load(p, 48));
  let s4 = f64x2.mul(c, v128.load(p, 64)), s5 = f64x2.mul(c, v128.load(p, 80));
  let s6 = f64x2.mul(c, v128.load(p, 96)), s7 = f64x2.mul(c, v128.load(p, 112));
  for (let item = list + 16; item < end; item += 16) {
    c = v128.load64_splat(item);
    p = load<usize>(item, 8) + at;
    s0 = f64x2.add(s0, f64x2.mul(c, v128.load(p)));
    s1 = f64x2.add(s1, f64x2.mul(c, v128.load(p, 16)));
    s2 = f64x2.add(s2, f64x2.mul(c, v128.load(p, 32)));
    s3 = f64x2.add(s3, f64x2.mul(c, v128.load(p, 48)));
    s4 = f64x2.add(s4, f64x2.mul(c, v128.load(p, 64)));
    s5 = f64x2.add(s5, f64x2.mul(c, v128.load(p, 80)));
    s6 = f64x2.add(s6, f64x2.mul(c, v128.load(p, 96)));
    s7 = f64x2.add(s7, f64x2.mul(c, v128.load(p, 112)));
  }
  out += at;
  v128.store(out, s0), v128.store(out, s1, 16), v128.store(out, s2, 32), v128.store(out, s3, 48);
  v128.store(out, s4, 64), v128.store(out, s5, 80), v128.store(out, s6, 96), v128.store(out, s7, 112);
}

/** Eight columns of a combination. */
function combine8(list: usize, end: usize, at: usize, out: usize): void {
  let c = v128.load64_splat(list);
  let p = load<usize>(list, 8) + at;
  let s0 = f64x2.mul(c, v128.load(p)), s1 = f64x2.mul(c, v128.load(p, 16));
  let s2 = f64x2.mul(c, v128.load(p, 32)), s3 = f64x2.mul(c, v128.load(p, 48));
  for (let item = list + 16; item < end; item += 16) {
    c = v128.load64_splat(item);
    p = load<usize>(item, 8) + at;
    s0 = f64x2.add(s0, f64x2.mul(c, v128.load(p)));
    s1 = f64x2.add(s1, f64x2.mul(c, v128.load(p, 16)));
    s2 = f64x2.add(s2, f64x2.mul(c, v128.load(p, 32)));
    s3 = f64x2.add(s3, f64x2.mul(c, v128.load(p, 48)));
  }
  out += at;
  v128.store(out, s0), v128.store(out, s1, 16), v128.store(out, s2, 32), v128.store(out, s3, 48);
}

/** Two columns of a combination. */
function combine2(list: usize, end: usize, at: usize, out: usize): void {
  let sum = f64x2.mul(v128.load64_splat(list), v128.load(load<usize>(list, 8) + at));
  for (let item = list + 16; item < end; item += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(item), v128.load(load<usize>(item, 8) + at)));
  }
  v128.store(out + at, sum);
}

/** One column of a combination. */
function combine1(list: usize, end: usize, at: usize, out: usize): void {
  let sum = load<f64>(list) * load<f64>(load<usize>(list, 8) + at);
  for (let item = list + 16; item < end; item += 16) sum += load<f64>(item) * load<f64>(load<usize>(item, 8) + at);
  store<f64>(out + at, sum);
}

/**
 * out[v] ← Σ coefficient · row[v] for the columns v = from … k − 1 of a combination. The last block may begin before
 * `from`: it finds columns again that it has found, or fills some that nobody reads.
 */
export function combine(list: usize, end: usize, from: i32, k: i32, out: usize): void {
  let v = from;
  for (; v + 16 <= k; v += 16) combine16(list, end, <usize> v << 3, out);
  const rest = k - v;
  if (rest == 0) return;
  if (k >= 16 && rest > 8) combine16(list, end, <usize> (k - 16) << 3, out);
  else if (k >= 8) {
    if (rest > 8) combine8(list, end, <usize> v << 3, out);
    combine8(list, end, <usize> (k - 8) << 3, out);
  } else {
    for (; v + 2 <= k; v += 2) combine2(list, end, <usize> v << 3, out);
    if (v < k) combine1(list, end, <usize> v << 3, out);
  }
}

/**
 * out ← J V for a D × D matrix and a D × k matrix. Zeros of J, but for those of its first column, cost nothing.
 *
 * `list` is working memory of 16 D bytes.
 */
export function multiplyAt(jacobian: usize, vectors: usize, dimension: i32, k: i32, out: usize, list: usize): void {
  const width = <usize> k << 3;
  for (let i = 0; i < dimension; i++) {
    let end = append(list, load<f64>(jacobian), vectors);
    let row = vectors;
    for (let j = 1; j < dimension; j++) {
      row += width;
      jacobian += 8;
      const entry = load<f64>(jacobian);
      if (entry != 0) end = append(end, entry, row);
    }
    jacobian += 8;
    combine(list, end, 0, k, out);
    out += width;
  }
}

/** row[w] ← row[w] − factor · other[w] for `count` columns. */
// @ts-ignore: decorator
@inline
function subtract(row: usize, other: usize, factor: f64, count: i32): void {
  const f = f64x2.splat(factor);
  let left = count;
  for (; left >= 8; left -= 8) {
    const a = f64x2.sub(v128.load(row), f64x2.mul(v128.load(other), f));
    const b = f64x2.sub(v128.load(row, 16), f64x2.mul(v128.load(other, 16), f));
    const c = f64x2.sub(v128.load(row, 32), f64x2.mul(v128.load(other, 32), f));
    const d = f64x2.sub(v128.load(row, 48), f64x2.mul(v128.load(other, 48), f));
    v128.store(row, a), v128.store(row, b, 16), v128.store(row, c, 32), v128.store(row, d, 48);
    row += 64;
    other += 64;
  }
  for (; left >= 2; left -= 2) {
    v128.store(row, f64x2.sub(v128.load(row), f64x2.mul(v128.load(other), f)));
    row += 16;
    other += 16;
  }
  if (left > 0) store<f64>(row, load<f64>(row) - load<f64>(other) * factor);
}

/**
 * Makes the columns of a D × k matrix orthonormal by the modified Gram–Schmidt method, in place; `diagonal` receives the
 * diagonal of R. A column without length becomes zero.
 *
 * `projections` is working memory of 8 k bytes, `list` of 16 D.
 */
export function orthonormaliseAt(
  vectors: usize,
  dimension: i32,
  k: i32,
  diagonal: usize,
  projections: usize,
  list: usize,
): void {
  const width = <usize> k << 3;
  const last = vectors + width * dimension;
  let square: f64 = 0;
  for (let row = vectors; row < last; row += width) square += load<f64>(row) * load<f64>(row);
  for (let v = 0; v < k; v++) {
    const length = sqrt(square);
    const inverse: f64 = length > 0 ? 1 / length : 0;
    store<f64>(diagonal + (<usize> v << 3), length);
    let end = list;
    for (let row = vectors; row < last; row += width) {
      const at = row + (<usize> v << 3);
      const entry = load<f64>(at) * inverse;
      store<f64>(at, entry);
      end = append(end, entry, row);
    }
    const next = v + 1;
    if (next == k) break;
    combine(list, end, next, k, projections);
    // The square of the next column is summed on the way.
    square = 0;
    const after = <usize> next << 3;
    for (let item = list; item < end; item += 16) {
      const at = load<usize>(item, 8) + after;
      subtract(at, projections + after, load<f64>(item), k - next);
      square += load<f64>(at) * load<f64>(at);
    }
  }
}

/**
 * ln |det A| of a D × D matrix by elimination with row pivoting; −Infinity for a singular one, NaN for one that is not
 * finite. `work` receives a copy of the matrix, which is then eliminated.
 */
export function logDeterminantAt(matrix: usize, dimension: i32, work: usize): f64 {
  const width = <usize> dimension << 3;
  const last = work + width * dimension;
  memory.copy(work, matrix, width * dimension);
  let sum: f64 = 0;
  let product: f64 = 1;
  for (let c = 0; c < dimension; c++) {
    const head = work + width * c + (<usize> c << 3);
    let pivot = head;
    let largest = abs(load<f64>(head));
    for (let at = head + width; at < last; at += width) {
      const size = abs(load<f64>(at));
      if (size > largest) {
        largest = size;
        pivot = at;
      }
    }
    if (isNaN(largest)) return NaN;
    if (largest == 0) return -Infinity;
    product *= largest;
    if (product < 1e-100 || product > 1e100) {
      sum += NativeMath.log(product);
      product = 1;
    }
    const count = dimension - c;
    if (pivot != head) {
      for (let j: usize = 0; j < <usize> count << 3; j += 8) {
        const kept = load<f64>(head + j);
        store<f64>(head + j, load<f64>(pivot + j));
        store<f64>(pivot + j, kept);
      }
    }
    const divisor = load<f64>(head);
    for (let at = head + width; at < last; at += width) {
      const factor = load<f64>(at) / divisor;
      if (factor != 0) subtract(at + 8, head + 8, factor, count - 1);
    }
  }
  return sum + NativeMath.log(product);
}

/** Where free memory begins. */
export function freeAlgebraMemory(): usize {
  return __heap_base;
}
