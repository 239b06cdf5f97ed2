// What becomes of the sums of a product while they are in registers: one row, up to 32 lanes at a time.
import { numberAt, sumsAt } from "./memory";
import { lowerOf, plusProduct, storePairOf, upperOf } from "./pairs";

/** out ← sums. */
// @ts-ignore: decorator
@inline
export const STORE: i32 = 0;

/** out ← out + sums. */
// @ts-ignore: decorator
@inline
export const ADD: i32 = 1;

/** out ← sums + bias. */
// @ts-ignore: decorator
@inline
export const BIAS: i32 = 2;

/** out, next ← sums + (A ⊙ z + h), and rectified ← relu of that. */
// @ts-ignore: decorator
@inline
export const LINEAR: i32 = 3;

/** out ← A ⊙ g + sums where z > floor, and the sums of g ⊙ z and g over lanes. */
// @ts-ignore: decorator
@inline
export const LINEAR_BACK: i32 = 4;

/** The same without the sums over lanes, which half a batch keeps in another way. */
// @ts-ignore: decorator
@inline
export const HALF_BACK: i32 = 5;

/** The linear part of a step, A ⊙ z + h: its rows, parameters, and panels, which all have the stride of `out`. */
// @ts-ignore: decorator
@unmanaged
export class Linear {
  rows: i32;
  /** The first units, which have no ramp. */
  straight: i32;
  A: usize;
  h: usize;
  out: usize;
  z: usize;
  next: usize;
  rectified: usize;
  /** The gradient with respect to the image, and the partial sums of those of A and h. */
  gradient: usize;
  sumsA: usize;
  sumsH: usize;
  /** Where the sums of the row go that makes the number of rows even. */
  spare: usize;
}

/** z < floor ? floor : z, so NaN stays. */
// @ts-ignore: decorator
@inline
export function relu(z: v128, floor: v128): v128 {
  return f32x4.pmax(z, floor);
}

/** What a unit is cut off at from below: 0, or nothing where it has no ramp. */
// @ts-ignore: decorator
@inline
export function floorOf(straight: i32, unit: i32): v128 {
  return f32x4.splat(unit < straight ? -Infinity : 0);
}

// @ts-ignore: decorator
@inline
function addPair(out: usize, index: i32, x0: v128, x1: v128): void {
  storePairOf(out, index, f32x4.add(lowerOf(out, index), x0), f32x4.add(upperOf(out, index), x1));
}

// @ts-ignore: decorator
@inline
function imagePair(
  index: i32,
  out: usize,
  z: usize,
  next: usize,
  rectified: usize,
  a: v128,
  h: v128,
  floor: v128,
  x0: v128,
  x1: v128,
): void {
  const image0 = f32x4.add(x0, f32x4.add(f32x4.mul(a, lowerOf(z, index)), h));
  const image1 = f32x4.add(x1, f32x4.add(f32x4.mul(a, upperOf(z, index)), h));
  storePairOf(out, index, image0, image1);
  storePairOf(next, index, image0, image1);
  storePairOf(rectified, index, relu(image0, floor), relu(image1, floor));
}

/** A ⊙ g + x where z > floor. */
// @ts-ignore: decorator
@inline
function gated(a: v128, g: v128, x: v128, z: v128, floor: v128): v128 {
  return f32x4.add(f32x4.mul(a, g), v128.and(x, f32x4.gt(z, floor)));
}

// @ts-ignore: decorator
@inline
function gradientPair(
  index: i32,
  out: usize,
  z: usize,
  g: usize,
  a: v128,
  floor: v128,
  x0: v128,
  x1: v128,
): void {
  storePairOf(
    out,
    index,
    gated(a, lowerOf(g, index), x0, lowerOf(z, index), floor),
    gated(a, upperOf(g, index), x1, upperOf(z, index), floor),
  );
}

/** sum + g ⊙ z of a pair, its lower half first. */
// @ts-ignore: decorator
@inline
function plusProducts(sum: v128, index: i32, g: usize, z: usize): v128 {
  return plusProduct(plusProduct(sum, lowerOf(g, index), lowerOf(z, index)), upperOf(g, index), upperOf(z, index));
}

/** sum + g of a pair, its lower half first. */
// @ts-ignore: decorator
@inline
function plusBoth(sum: v128, index: i32, g: usize): v128 {
  return f32x4.add(f32x4.add(sum, lowerOf(g, index)), upperOf(g, index));
}

/** `pairs` (1, 2 or 4) pairs of row `row` of a product; `bias` points to what mode BIAS adds. */
// @ts-ignore: decorator
@inline
export function finishRow(
  mode: i32,
  pairs: i32,
  out: usize,
  bias: usize,
  linear: Linear,
  row: i32,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  x4: v128,
  x5: v128,
  x6: v128,
  x7: v128,
): void {
  if (mode == LINEAR) imageRow(pairs, out, linear, row, x0, x1, x2, x3, x4, x5, x6, x7);
  else if (mode == LINEAR_BACK) gradientRow(pairs, out, linear, row, x0, x1, x2, x3, x4, x5, x6, x7);
  else if (mode == HALF_BACK) halfGradientRow(pairs, out, linear, row, x0, x1, x2, x3);
  else if (mode == ADD) addRow(pairs, out, x0, x1, x2, x3, x4, x5, x6, x7);
  else {
    if (mode == BIAS) {
      const b = v128.load32_splat(bias);
      x0 = f32x4.add(x0, b), x1 = f32x4.add(x1, b);
      if (pairs > 1) x2 = f32x4.add(x2, b), x3 = f32x4.add(x3, b);
      if (pairs > 2) x4 = f32x4.add(x4, b), x5 = f32x4.add(x5, b);
      if (pairs > 2) x6 = f32x4.add(x6, b), x7 = f32x4.add(x7, b);
    }
    storePairOf(out, 0, x0, x1);
    if (pairs > 1) storePairOf(out, 1, x2, x3);
    if (pairs > 2) storePairOf(out, 2, x4, x5);
    if (pairs > 2) storePairOf(out, 3, x6, x7);
  }
}

// @ts-ignore: decorator
@inline
function addRow(
  pairs: i32,
  out: usize,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  x4: v128,
  x5: v128,
  x6: v128,
  x7: v128,
): void {
  addPair(out, 0, x0, x1);
  if (pairs > 1) addPair(out, 1, x2, x3);
  if (pairs > 2) addPair(out, 2, x4, x5);
  if (pairs > 2) addPair(out, 3, x6, x7);
}

// @ts-ignore: decorator
@inline
function imageRow(
  pairs: i32,
  out: usize,
  linear: Linear,
  row: i32,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  x4: v128,
  x5: v128,
  x6: v128,
  x7: v128,
): void {
  const z = out + (linear.z - linear.out);
  const next = out + (linear.next - linear.out);
  const rectified = out + (linear.rectified - linear.out);
  const a = v128.load32_splat(numberAt(linear.A, row)), h = v128.load32_splat(numberAt(linear.h, row));
  const floor = floorOf(linear.straight, row);
  imagePair(0, out, z, next, rectified, a, h, floor, x0, x1);
  if (pairs > 1) imagePair(1, out, z, next, rectified, a, h, floor, x2, x3);
  if (pairs > 2) imagePair(2, out, z, next, rectified, a, h, floor, x4, x5);
  if (pairs > 2) imagePair(3, out, z, next, rectified, a, h, floor, x6, x7);
}

// @ts-ignore: decorator
@inline
function gradientRow(
  pairs: i32,
  out: usize,
  linear: Linear,
  row: i32,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  x4: v128,
  x5: v128,
  x6: v128,
  x7: v128,
): void {
  const z = out + (linear.z - linear.out);
  const g = out + (linear.gradient - linear.out);
  const a = v128.load32_splat(numberAt(linear.A, row));
  const floor = floorOf(linear.straight, row);
  const atA = row < linear.rows ? sumsAt(linear.sumsA, row) : linear.spare;
  const atH = row < linear.rows ? sumsAt(linear.sumsH, row) : linear.spare;
  let sumA = v128.load(atA), sumH = v128.load(atH);
  sumA = plusProducts(sumA, 0, g, z), sumH = plusBoth(sumH, 0, g);
  gradientPair(0, out, z, g, a, floor, x0, x1);
  if (pairs > 1) {
    sumA = plusProducts(sumA, 1, g, z), sumH = plusBoth(sumH, 1, g);
    gradientPair(1, out, z, g, a, floor, x2, x3);
  }
  if (pairs > 2) {
    sumA = plusProducts(sumA, 2, g, z), sumH = plusBoth(sumH, 2, g);
    gradientPair(2, out, z, g, a, floor, x4, x5);
  }
  if (pairs > 2) {
    sumA = plusProducts(sumA, 3, g, z), sumH = plusBoth(sumH, 3, g);
    gradientPair(3, out, z, g, a, floor, x6, x7);
  }
  v128.store(atA, sumA);
  v128.store(atH, sumH);
}

// @ts-ignore: decorator
@inline
function halfGradientRow(
  pairs: i32,
  out: usize,
  linear: Linear,
  row: i32,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
): void {
  const z = out + (linear.z - linear.out);
  const g = out + (linear.gradient - linear.out);
  const a = v128.load32_splat(numberAt(linear.A, row));
  const floor = floorOf(linear.straight, row);
  gradientPair(0, out, z, g, a, floor, x0, x1);
  if (pairs > 1) gradientPair(1, out, z, g, a, floor, x2, x3);
}
