// exp, tanh and the logistic sigmoid of four float32 numbers at a time, in plain arithmetic: at most 2 units in the
// last place from the true value over the whole range (measured at every number of 2⁻¹⁰ and more), NaN for NaN.
//
// All three reduce x to n ln 2 + r with |r| ≤ ln(2)/2 and approximate eʳ − 1 by r + r² P(r), P a polynomial fitted
// by weighted least squares. n is rounded by adding 1.5·2²³, after which the low bits of the sum hold it.
import { storePair } from "./pairs";

// Constants come from memory, at addresses that are known beforehand: engines build constants of vectors again at each
// use, which takes longer than to load them.
const CONSTANTS = memory.data<f32>([
  1.4426950216293335, // 1/ln 2
  12582912, // 1.5·2²³
  0.693145751953125, // ln 2, first bits
  0.000001428606765330187, // ln 2, the rest
  0.5, // coefficients of P
  0.1666666567325592,
  0.04166647791862488,
  0.008333568461239338,
  0.001393372775055468,
  0.00019741858704946935,
  1,
  -104, // exp is 0 below
  89, // exp is infinite above
  10, // tanh is 1 above
  5.421010862427522e-20, // 2⁻⁶⁴
  1.0842021724855044e-19, // 2⁻⁶³, the bits of which add 64 to an exponent
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + 4 * index);
}

/** x/ln 2 rounded to an integer n, as n + 1.5·2²³. */
// @ts-ignore: decorator
@inline
function shiftedExponent(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(0)), constant(1));
}

/** eʳ − 1 for r = x − n ln 2. The terms of P in pairs: chains of sums that wait for each other are what takes time. */
// @ts-ignore: decorator
@inline
function expm1OfRemainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant(1));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(2))), f32x4.mul(n, constant(3)));
  const square = f32x4.mul(r, r);
  const first = f32x4.add(f32x4.mul(constant(5), r), constant(4));
  const second = f32x4.add(f32x4.mul(constant(7), r), constant(6));
  const third = f32x4.add(f32x4.mul(constant(9), r), constant(8));
  const rest = f32x4.add(second, f32x4.mul(square, third));
  return f32x4.add(r, f32x4.mul(square, f32x4.add(first, f32x4.mul(square, rest))));
}

/** 2ⁿ for −126 ≤ n ≤ 127, from the bits of n anywhere above others that are shifted out. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), constant(10));
}

/** eˣ; within 0.97 units in the last place. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, constant(11)), constant(12));
  const shifted = shiftedExponent(y);
  const significand = f32x4.add(constant(10), expm1OfRemainder(y, shifted));
  // 2ⁿ in two factors, since it may lie outside the normal numbers.
  const n = i32x4.sub(shifted, constant(1));
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(significand, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/** tanh x = h/(1 + h) with h = (e²ˣ − 1)/2, of |x|, with the sign of x; within 1.98 units. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = constant(10);
  const size = f32x4.pmin(f32x4.abs(x), constant(13));
  const y = f32x4.add(size, size);
  const shifted = shiftedExponent(y);
  const power = f32x4.mul(constant(4), powerOfTwo(shifted));
  const h = f32x4.add(f32x4.mul(power, expm1OfRemainder(y, shifted)), f32x4.sub(power, constant(4)));
  const sum = f32x4.add(one, h);
  const lost = f32x4.sub(h, f32x4.sub(sum, one)); // by rounding the sum
  const quotient = f32x4.div(h, sum);
  // The quotient changes by 1/(1 + h) of what was lost, about 1 − h where it matters, and nothing where h is large.
  const weight = f32x4.pmax(f32x4.sub(one, h), f32x4.splat(0));
  const corrected = f32x4.sub(quotient, f32x4.mul(quotient, f32x4.mul(lost, weight)));
  return v128.or(corrected, v128.xor(x, f32x4.abs(x)));
}

/** σ(x) = 1/(1 + e⁻ˣ), from e to the power −|x| so that nothing cancels or overflows; within 1.97 units. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant(10);
  const y = f32x4.pmax(f32x4.neg(f32x4.abs(x)), constant(11));
  const shifted = shiftedExponent(y);
  const significand = f32x4.add(one, expm1OfRemainder(y, shifted));
  // 2ⁿ⁺⁶⁴ and 2⁻⁶⁴, since 2ⁿ may lie below the normal numbers.
  const raised = f32x4.mul(significand, i32x4.add(powerOfTwo(shifted), constant(15)));
  const e = f32x4.mul(raised, constant(14));
  const sum = f32x4.add(one, e);
  const lost = f32x4.sub(e, f32x4.sub(sum, one)); // by rounding the sum
  const above = f32x4.ge(x, f32x4.splat(0));
  const quotient = f32x4.div(v128.bitselect(one, e, above), sum);
  return f32x4.sub(quotient, f32x4.mul(quotient, lost));
}

/** The slope of tanh where its value is y. */
// @ts-ignore: decorator
@inline
export function tanhSlope(y: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
}

/** The slope of σ where its value is y. */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(f32x4.splat(1), y));
}

/** values ← exp(values), for a length that is a multiple of 4. */
export function expOf(values: usize, length: i32): void {
  for (const end = values + ((<usize> length) << 2); values < end; values += 16) {
    v128.store(values, exp4(v128.load(values)));
  }
}

/** values ← tanh(values), for a length that is a multiple of 4. */
export function tanhOf(values: usize, length: i32): void {
  const end = values + ((<usize> length) << 2);
  for (; values + 32 <= end; values += 32) {
    storePair(values, tanh4(v128.load(values)), tanh4(v128.load(values, 16)));
  }
  if (values < end) v128.store(values, tanh4(v128.load(values)));
}

/** values ← σ(values), for a length that is a multiple of 4. */
export function sigmoidOf(values: usize, length: i32): void {
  const end = values + ((<usize> length) << 2);
  for (; values + 32 <= end; values += 32) {
    storePair(values, sigmoid4(v128.load(values)), sigmoid4(v128.load(values, 16)));
  }
  if (values < end) v128.store(values, sigmoid4(v128.load(values)));
}
