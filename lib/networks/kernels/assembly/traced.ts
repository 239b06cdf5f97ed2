// A cell whose step was traced: lists of operations, each over the rows of a value and all windows at once.
//
// lib/networks/kernels/traced.ts writes the lists. There are four: what depends on parameters only, once for each batch; a step;
// a step back; and, after the last, the gradients of what depends on parameters only. An operation is eight words:
//
//     what | which operands are one number for all windows | rows | result | three operands | one more number
//
// Rows are found by entries. Of a panel an entry holds the bytes from its first row, and in its last four bits the space in
// which the panel lies; of numbers that all windows share, eight times the index, and the space. An operand is the
// address of a table of entries, one for each row, so that slices, joints and repeats of values cost nothing.
import { exp4, sigmoid4, sigmoidSlope, tanh4, tanhSlope } from "./activations";
import {
  blockBytes,
  cacheOf,
  deltaOf,
  endsBlock,
  gatesOf,
  gradientBefore,
  gradientOf,
  outputOf,
  Rollout,
  stateOf,
} from "./memory";
import { addOuterProducts, reduceSums } from "./outer_products";
import { storePair, storePairOf } from "./pairs";
import { affine, pack, product } from "./products";

// What operations do, as lib/networks/kernels/traced.ts numbers them.

// @ts-ignore: decorator
@inline
const ADD: i32 = 0;
// @ts-ignore: decorator
@inline
const SUBTRACT: i32 = 1;
// @ts-ignore: decorator
@inline
const MULTIPLY: i32 = 2;
// @ts-ignore: decorator
@inline
const DIVIDE: i32 = 3;
// @ts-ignore: decorator
@inline
const MAXIMUM: i32 = 4;
// @ts-ignore: decorator
@inline
const MINIMUM: i32 = 5;
// @ts-ignore: decorator
@inline
const GREATER: i32 = 6;
// @ts-ignore: decorator
@inline
const GREATER_EQUAL: i32 = 7;
// @ts-ignore: decorator
@inline
const EQUAL: i32 = 8;
// A gradient times the slope of tanh or σ where its value is the second operand, of a ramp or |x| at the second operand.
// @ts-ignore: decorator
@inline
const TANH_BACK: i32 = 9;
// @ts-ignore: decorator
@inline
const SIGMOID_BACK: i32 = 10;
// @ts-ignore: decorator
@inline
const RELU_BACK: i32 = 11;
// @ts-ignore: decorator
@inline
const ABS_BACK: i32 = 12;
// @ts-ignore: decorator
@inline
const COPY: i32 = 13;
// @ts-ignore: decorator
@inline
const NEGATE: i32 = 14;
// @ts-ignore: decorator
@inline
const ABS: i32 = 15;
// @ts-ignore: decorator
@inline
const SQRT: i32 = 16;
// @ts-ignore: decorator
@inline
const EXP: i32 = 17;
// @ts-ignore: decorator
@inline
const LOG: i32 = 18;
// @ts-ignore: decorator
@inline
const TANH: i32 = 19;
// @ts-ignore: decorator
@inline
const SIGMOID: i32 = 20;
// @ts-ignore: decorator
@inline
const RELU: i32 = 21;
// @ts-ignore: decorator
@inline
const SOFTPLUS: i32 = 22;
// @ts-ignore: decorator
@inline
const SIN: i32 = 33;
// @ts-ignore: decorator
@inline
const COS: i32 = 34;
const SELECT: i32 = 23;
const SUM: i32 = 24;
const PRODUCT: i32 = 25;
const AFFINE: i32 = 26;
const OUTER: i32 = 27;
const LANES: i32 = 28;
const PACK: i32 = 29;
const REDUCE: i32 = 30;
const MATRIX_PRODUCT: i32 = 31;
const LANES_OF_PRODUCT: i32 = 32;

/** The first of the spaces whose panels are not interleaved. */
const DENSE: u32 = 7;

/** Bytes of an operation. */
const OPERATION: usize = 32;

/** Where the spaces of panels lie at the present step, and those of shared numbers. */
const PANELS = memory.data(48, 16);
const SHARED = memory.data(16, 16);

/** Where row `entry` of a panel lies. */
// @ts-ignore: decorator
@inline
function panelAt(entry: u32): usize {
  return load<usize>(PANELS + ((entry & 15) << 2)) + (entry & ~15);
}

/** Bytes from one row to the next in the space of `entry`. */
// @ts-ignore: decorator
@inline
function strideAt(r: Rollout, entry: u32): usize {
  return (entry & 15) < DENSE ? r.stride : r.width;
}

/** Where the shared number `entry` lies. */
// @ts-ignore: decorator
@inline
function sharedAt(entry: u32): usize {
  return load<usize>(SHARED + ((entry & 3) << 2)) + ((entry >> 3) << 2);
}

/**
 * ln x; within 3e-7 of the larger of its size and 0.1. x is m · 2ⁿ with m from √½ to √2, and the polynomial of ln m that of Cephes' logf.
 */
function log4(x: v128): v128 {
  const small = f32x4.lt(x, f32x4.splat(1.1754943508222875e-38));
  const y = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, small);
  const exponent = i32x4.shr_s(i32x4.sub(y, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(y, i32x4.shl(exponent, 23)), f32x4.splat(1));
  const n = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(f32x4.splat(23), small));
  const square = f32x4.mul(f, f);
  let p = f32x4.splat(0.070376836292);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.1151461031));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.1167699874));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.12420140846));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.14249322787));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.16668057665));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.20000714765));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.24999993993));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.33333331174));
  let rest = f32x4.mul(f32x4.mul(f, square), p);
  rest = f32x4.add(rest, f32x4.mul(n, f32x4.splat(-0.000212194440)));
  rest = f32x4.sub(rest, f32x4.mul(f32x4.splat(0.5), square));
  const found = f32x4.add(f32x4.add(f, rest), f32x4.mul(n, f32x4.splat(0.693359375)));
  const infinite = f32x4.splat(Infinity);
  const positive = v128.bitselect(infinite, found, f32x4.eq(x, infinite));
  const other = v128.bitselect(f32x4.neg(infinite), f32x4.splat(NaN), f32x4.eq(x, f32x4.splat(0)));
  return v128.bitselect(positive, other, f32x4.gt(x, f32x4.splat(0)));
}

/** ln(1 + eˣ), from e to the power −|x| so that nothing overflows. */
function softplus4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const sum = f32x4.add(one, e);
  const lost = f32x4.sub(e, f32x4.sub(sum, one)); // by rounding the sum
  const logarithm = f32x4.add(log4(sum), f32x4.div(lost, sum));
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), logarithm);
}

/**
 * The sine of x + quarters · π/2; within 3e-7 of the larger of its size and 0.1 for |x| up to 5000. x is n · π/2 + r
 * with |r| ≤ π/4, and the polynomials of sin r and cos r are those of Cephes' sinf.
 */
function sin4(x: v128, quarters: i32): v128 {
  const shift = f32x4.splat(12582912); // 1.5 · 2²³
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(0.6366197723675814)), shift);
  const n = f32x4.sub(shifted, shift);
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(1.5703125)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(0.0004837512969970703)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(7.549789954891882e-8)));
  const z = f32x4.mul(r, r);
  let sine = f32x4.add(f32x4.mul(f32x4.splat(-0.00019515295891), z), f32x4.splat(0.0083321608736));
  sine = f32x4.add(f32x4.mul(sine, z), f32x4.splat(-0.16666654611));
  sine = f32x4.add(f32x4.mul(f32x4.mul(sine, z), r), r);
  let cosine = f32x4.add(f32x4.mul(f32x4.splat(0.00002443315711809948), z), f32x4.splat(-0.001388731625493765));
  cosine = f32x4.add(f32x4.mul(cosine, z), f32x4.splat(0.04166664568298827));
  cosine = f32x4.sub(f32x4.mul(f32x4.mul(cosine, z), z), f32x4.mul(f32x4.splat(0.5), z));
  cosine = f32x4.add(cosine, f32x4.splat(1));
  const quadrant = i32x4.add(shifted, i32x4.splat(quarters));
  const one = i32x4.splat(1);
  const found = v128.bitselect(cosine, sine, i32x4.eq(v128.and(quadrant, one), one));
  return v128.xor(found, i32x4.shl(i32x4.shr_u(quadrant, 1), 31));
}

// @ts-ignore: decorator
@inline
function ofTwo(what: i32, a: v128, b: v128): v128 {
  if (what == ADD) return f32x4.add(a, b);
  if (what == SUBTRACT) return f32x4.sub(a, b);
  if (what == MULTIPLY) return f32x4.mul(a, b);
  if (what == DIVIDE) return f32x4.div(a, b);
  if (what == MAXIMUM) return f32x4.max(a, b);
  if (what == MINIMUM) return f32x4.min(a, b);
  if (what == GREATER) return v128.and(f32x4.gt(a, b), f32x4.splat(1));
  if (what == GREATER_EQUAL) return v128.and(f32x4.ge(a, b), f32x4.splat(1));
  if (what == EQUAL) return v128.and(f32x4.eq(a, b), f32x4.splat(1));
  if (what == TANH_BACK) return f32x4.mul(a, tanhSlope(b));
  if (what == SIGMOID_BACK) return f32x4.mul(a, sigmoidSlope(b));
  if (what == RELU_BACK) return v128.and(a, f32x4.gt(b, f32x4.splat(0)));
  return v128.bitselect(a, f32x4.neg(a), f32x4.gt(b, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function ofOne(what: i32, a: v128): v128 {
  if (what == COPY) return a;
  if (what == NEGATE) return f32x4.neg(a);
  if (what == ABS) return f32x4.abs(a);
  if (what == SQRT) return f32x4.sqrt(a);
  if (what == EXP) return exp4(a);
  if (what == LOG) return log4(a);
  if (what == TANH) return tanh4(a);
  if (what == SIGMOID) return sigmoid4(a);
  if (what == SIN) return sin4(a, 0);
  if (what == COS) return sin4(a, 1);
  // What is no number stays, so that a network that overflows is seen to.
  if (what == RELU) return v128.andnot(a, f32x4.lt(a, f32x4.splat(0)));
  return softplus4(a);
}

/** An operation on two shared numbers: what `ofTwo` is to each of four lanes. */
function ofTwoShared(what: i32, a: f32, b: f32): f32 {
  switch (what) {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE: return a / b;
    case MAXIMUM: return max<f32>(a, b);
    case MINIMUM: return min<f32>(a, b);
    case GREATER: return a > b ? 1 : 0;
    case GREATER_EQUAL: return a >= b ? 1 : 0;
    case EQUAL: return a == b ? 1 : 0;
    case TANH_BACK: return a * (1 - b * b);
    case SIGMOID_BACK: return a * (b * (1 - b));
    case RELU_BACK: return b > 0 ? a : 0;
    default: return b > 0 ? a : -a;
  }
}

// Functions of their own, since the compiler would compute all and choose one.

function expShared(a: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(a)), 0);
}
function logShared(a: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(a)), 0);
}
function tanhShared(a: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(a)), 0);
}
function sigmoidShared(a: f32): f32 {
  return f32x4.extract_lane(sigmoid4(f32x4.splat(a)), 0);
}
function sinShared(a: f32, quarters: i32): f32 {
  return f32x4.extract_lane(sin4(f32x4.splat(a), quarters), 0);
}
function softplusShared(a: f32): f32 {
  return f32x4.extract_lane(softplus4(f32x4.splat(a)), 0);
}

/** An operation on one shared number: what `ofOne` is to each of four lanes. */
function ofOneShared(what: i32, a: f32): f32 {
  switch (what) {
    case COPY: return a;
    case NEGATE: return -a;
    case ABS: return abs<f32>(a);
    case SQRT: return sqrt<f32>(a);
    case EXP: return expShared(a);
    case LOG: return logShared(a);
    case TANH: return tanhShared(a);
    case SIGMOID: return sigmoidShared(a);
    case SIN: return sinShared(a, 0);
    case COS: return sinShared(a, 1);
    case RELU: return a < 0 ? 0 : a;
    default: return softplusShared(a);
  }
}

// Each word of the operation that begins at `at`.

// @ts-ignore: decorator
@inline
function whatOf(at: usize): i32 {
  return load<i32>(at);
}
// @ts-ignore: decorator
@inline
function sharesOf(at: usize): i32 {
  return load<i32>(at, 4);
}
// @ts-ignore: decorator
@inline
function rowsOf(at: usize): i32 {
  return load<i32>(at, 8);
}
// @ts-ignore: decorator
@inline
function resultOf(at: usize): u32 {
  return load<u32>(at, 12);
}
// @ts-ignore: decorator
@inline
function firstOf(at: usize): usize {
  return load<usize>(at, 16);
}
// @ts-ignore: decorator
@inline
function secondOf(at: usize): usize {
  return load<usize>(at, 20);
}
// @ts-ignore: decorator
@inline
function thirdOf(at: usize): usize {
  return load<usize>(at, 24);
}
// @ts-ignore: decorator
@inline
function numberOf(at: usize): i32 {
  return load<i32>(at, 28);
}

/** Rows of an operation on two operands, of which one may be a number for all windows. */
// @ts-ignore: decorator
@inline
function rowsOfTwo(what: i32, firstShared: bool, secondShared: bool, r: Rollout, at: usize): void {
  const width = r.width;
  let a = firstOf(at), b = secondOf(at);
  const stride = strideAt(r, resultOf(at));
  let out = panelAt(resultOf(at));
  const end = a + ((<usize> rowsOf(at)) << 2);
  for (; a < end; a += 4) {
    const x = firstShared ? sharedAt(load<u32>(a)) : panelAt(load<u32>(a));
    const y = secondShared ? sharedAt(load<u32>(b)) : panelAt(load<u32>(b));
    const u = firstShared ? v128.load32_splat(x) : f32x4.splat(0);
    const v = secondShared ? v128.load32_splat(y) : f32x4.splat(0);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const x0 = firstShared ? u : v128.load(x + lane), x1 = firstShared ? u : v128.load(x + lane, 16);
      const y0 = secondShared ? v : v128.load(y + lane), y1 = secondShared ? v : v128.load(y + lane, 16);
      storePair(out + lane, ofTwo(what, x0, y0), ofTwo(what, x1, y1));
    }
    b += 4;
    out += stride;
  }
}

// @ts-ignore: decorator
@inline
function onTwo(what: i32, r: Rollout, at: usize): void {
  const shares = sharesOf(at);
  if (shares == 0) rowsOfTwo(what, false, false, r, at);
  else if (shares == 1) rowsOfTwo(what, true, false, r, at);
  else rowsOfTwo(what, false, true, r, at);
}

/** Rows of an operation on one operand. */
// @ts-ignore: decorator
@inline
function onOne(what: i32, r: Rollout, at: usize): void {
  const width = r.width;
  let a = firstOf(at);
  const stride = strideAt(r, resultOf(at));
  let out = panelAt(resultOf(at));
  const end = a + ((<usize> rowsOf(at)) << 2);
  for (; a < end; a += 4) {
    const x = panelAt(load<u32>(a));
    for (let lane: usize = 0; lane < width; lane += 32) {
      storePair(out + lane, ofOne(what, v128.load(x + lane)), ofOne(what, v128.load(x + lane, 16)));
    }
    out += stride;
  }
}

/** Rows of one number for all windows each. */
function spread(r: Rollout, at: usize): void {
  const width = r.width;
  let a = firstOf(at);
  const stride = strideAt(r, resultOf(at));
  let out = panelAt(resultOf(at));
  const end = a + ((<usize> rowsOf(at)) << 2);
  for (; a < end; a += 4) {
    const x = v128.load32_splat(sharedAt(load<u32>(a)));
    for (let lane: usize = 0; lane < width; lane += 32) storePair(out + lane, x, x);
    out += stride;
  }
}

/** Rows of the second operand where the first is not 0, else of the third. */
function select(r: Rollout, at: usize): void {
  const width = r.width;
  const zero = f32x4.splat(0);
  let a = firstOf(at), b = secondOf(at), c = thirdOf(at);
  const stride = strideAt(r, resultOf(at));
  let out = panelAt(resultOf(at));
  const end = a + ((<usize> rowsOf(at)) << 2);
  for (; a < end; a += 4) {
    const x = panelAt(load<u32>(a)), y = panelAt(load<u32>(b)), z = panelAt(load<u32>(c));
    for (let lane: usize = 0; lane < width; lane += 32) {
      const s0 = f32x4.ne(v128.load(x + lane), zero), s1 = f32x4.ne(v128.load(x + lane, 16), zero);
      storePair(
        out + lane,
        v128.bitselect(v128.load(y + lane), v128.load(z + lane), s0),
        v128.bitselect(v128.load(y + lane, 16), v128.load(z + lane, 16), s1),
      );
    }
    b += 4;
    c += 4;
    out += stride;
  }
}

/** Rows of sums: the table holds for each row how many terms it has, one at least, and then these. */
function addUp(r: Rollout, at: usize): void {
  const width = r.width;
  let table = firstOf(at);
  const stride = strideAt(r, resultOf(at));
  let out = panelAt(resultOf(at));
  for (let row = rowsOf(at); row > 0; row--) {
    const first = table + 4;
    table = first + ((<usize> load<u32>(table)) << 2);
    let lane: usize = 0;
    // Many numbers for each term, since to find it takes as long as to add a few.
    for (; lane + 128 <= width; lane += 128) {
      let x = panelAt(load<u32>(first)) + lane;
      let s0 = v128.load(x), s1 = v128.load(x, 16), s2 = v128.load(x, 32), s3 = v128.load(x, 48);
      let s4 = v128.load(x, 64), s5 = v128.load(x, 80), s6 = v128.load(x, 96), s7 = v128.load(x, 112);
      for (let term = first + 4; term < table; term += 4) {
        x = panelAt(load<u32>(term)) + lane;
        s0 = f32x4.add(s0, v128.load(x)), s1 = f32x4.add(s1, v128.load(x, 16));
        s2 = f32x4.add(s2, v128.load(x, 32)), s3 = f32x4.add(s3, v128.load(x, 48));
        s4 = f32x4.add(s4, v128.load(x, 64)), s5 = f32x4.add(s5, v128.load(x, 80));
        s6 = f32x4.add(s6, v128.load(x, 96)), s7 = f32x4.add(s7, v128.load(x, 112));
      }
      storePairOf(out + lane, 0, s0, s1);
      storePairOf(out + lane, 1, s2, s3);
      storePairOf(out + lane, 2, s4, s5);
      storePairOf(out + lane, 3, s6, s7);
    }
    for (; lane < width; lane += 32) {
      let x = panelAt(load<u32>(first)) + lane;
      let s0 = v128.load(x), s1 = v128.load(x, 16);
      for (let term = first + 4; term < table; term += 4) {
        x = panelAt(load<u32>(term)) + lane;
        s0 = f32x4.add(s0, v128.load(x)), s1 = f32x4.add(s1, v128.load(x, 16));
      }
      storePair(out + lane, s0, s1);
    }
    out += stride;
  }
}

/** Adds the numbers of each row, or of each row's product with another, to four partial sums. */
// @ts-ignore: decorator
@inline
function addLanes(ofProduct: bool, r: Rollout, at: usize): void {
  const width = r.width;
  let a = firstOf(at), b = thirdOf(at);
  let sums = secondOf(at);
  const end = a + ((<usize> rowsOf(at)) << 2);
  for (; a < end; a += 4) {
    const x = panelAt(load<u32>(a));
    const y = ofProduct ? panelAt(load<u32>(b)) : x;
    let sum = v128.load(sums);
    for (let lane: usize = 0; lane < width; lane += 32) {
      const x0 = v128.load(x + lane), x1 = v128.load(x + lane, 16);
      sum = f32x4.add(sum, ofProduct ? f32x4.mul(x0, v128.load(y + lane)) : x0);
      sum = f32x4.add(sum, ofProduct ? f32x4.mul(x1, v128.load(y + lane, 16)) : x1);
    }
    v128.store(sums, sum);
    sums += 16;
    b += 4;
  }
}

// Each operation is a function of its own: in one, the compiler would join their loops and choose in every round.

function addRows(r: Rollout, at: usize): void {
  onTwo(ADD, r, at);
}
function subtractRows(r: Rollout, at: usize): void {
  onTwo(SUBTRACT, r, at);
}
function multiplyRows(r: Rollout, at: usize): void {
  onTwo(MULTIPLY, r, at);
}
function divideRows(r: Rollout, at: usize): void {
  onTwo(DIVIDE, r, at);
}
function maximumRows(r: Rollout, at: usize): void {
  onTwo(MAXIMUM, r, at);
}
function minimumRows(r: Rollout, at: usize): void {
  onTwo(MINIMUM, r, at);
}
function greaterRows(r: Rollout, at: usize): void {
  onTwo(GREATER, r, at);
}
function greaterEqualRows(r: Rollout, at: usize): void {
  onTwo(GREATER_EQUAL, r, at);
}
function equalRows(r: Rollout, at: usize): void {
  onTwo(EQUAL, r, at);
}
function tanhBackRows(r: Rollout, at: usize): void {
  onTwo(TANH_BACK, r, at);
}
function sigmoidBackRows(r: Rollout, at: usize): void {
  onTwo(SIGMOID_BACK, r, at);
}
function reluBackRows(r: Rollout, at: usize): void {
  onTwo(RELU_BACK, r, at);
}
function absBackRows(r: Rollout, at: usize): void {
  onTwo(ABS_BACK, r, at);
}
function copyRows(r: Rollout, at: usize): void {
  onOne(COPY, r, at);
}
function negateRows(r: Rollout, at: usize): void {
  onOne(NEGATE, r, at);
}
function absRows(r: Rollout, at: usize): void {
  onOne(ABS, r, at);
}
function sqrtRows(r: Rollout, at: usize): void {
  onOne(SQRT, r, at);
}
function expRows(r: Rollout, at: usize): void {
  onOne(EXP, r, at);
}
function logRows(r: Rollout, at: usize): void {
  onOne(LOG, r, at);
}
function tanhRows(r: Rollout, at: usize): void {
  onOne(TANH, r, at);
}
function sigmoidRows(r: Rollout, at: usize): void {
  onOne(SIGMOID, r, at);
}
function sinRows(r: Rollout, at: usize): void {
  onOne(SIN, r, at);
}
function cosRows(r: Rollout, at: usize): void {
  onOne(COS, r, at);
}
function reluRows(r: Rollout, at: usize): void {
  onOne(RELU, r, at);
}
function softplusRows(r: Rollout, at: usize): void {
  onOne(SOFTPLUS, r, at);
}
function lanesRows(r: Rollout, at: usize): void {
  addLanes(false, r, at);
}
function lanesOfProductRows(r: Rollout, at: usize): void {
  addLanes(true, r, at);
}

/** Makes one operation of step t. */
function operate(r: Rollout, t: i32, at: usize): void {
  const what = whatOf(at);
  const width = r.width;
  switch (what) {
    case ADD: return addRows(r, at);
    case SUBTRACT: return subtractRows(r, at);
    case MULTIPLY: return multiplyRows(r, at);
    case DIVIDE: return divideRows(r, at);
    case MAXIMUM: return maximumRows(r, at);
    case MINIMUM: return minimumRows(r, at);
    case GREATER: return greaterRows(r, at);
    case GREATER_EQUAL: return greaterEqualRows(r, at);
    case EQUAL: return equalRows(r, at);
    case TANH_BACK: return tanhBackRows(r, at);
    case SIGMOID_BACK: return sigmoidBackRows(r, at);
    case RELU_BACK: return reluBackRows(r, at);
    case ABS_BACK: return absBackRows(r, at);
    case COPY: return sharesOf(at) == 0 ? copyRows(r, at) : spread(r, at);
    case NEGATE: return negateRows(r, at);
    case ABS: return absRows(r, at);
    case SQRT: return sqrtRows(r, at);
    case EXP: return expRows(r, at);
    case LOG: return logRows(r, at);
    case TANH: return tanhRows(r, at);
    case SIGMOID: return sigmoidRows(r, at);
    case SIN: return sinRows(r, at);
    case COS: return cosRows(r, at);
    case RELU: return reluRows(r, at);
    case SOFTPLUS: return softplusRows(r, at);
    case SELECT: return select(r, at);
    case SUM: return addUp(r, at);
    case PRODUCT:
      return product(
        panelAt(resultOf(at)),
        strideAt(r, resultOf(at)),
        secondOf(at),
        panelAt(<u32> firstOf(at)),
        strideAt(r, <u32> firstOf(at)),
        rowsOf(at),
        numberOf(at),
        width,
      );
    case AFFINE:
      return affine(
        panelAt(resultOf(at)),
        strideAt(r, resultOf(at)),
        secondOf(at),
        sharedAt(<u32> thirdOf(at)),
        panelAt(<u32> firstOf(at)),
        strideAt(r, <u32> firstOf(at)),
        rowsOf(at),
        numberOf(at),
        width,
      );
    case OUTER:
      if (!endsBlock(r, t)) return;
      return addOuterProducts(
        thirdOf(at),
        panelAt(<u32> firstOf(at)),
        r.stride,
        rowsOf(at),
        panelAt(<u32> secondOf(at)),
        r.stride,
        numberOf(at),
        blockBytes(r, t),
        r.copies,
      );
    case LANES: return lanesRows(r, at);
    case LANES_OF_PRODUCT: return lanesOfProductRows(r, at);
    default:
      unreachable();
  }
}

/** Sums of shared numbers, from a table as `addUp` has it. */
function addUpShared(at: usize, out: usize): void {
  let table = firstOf(at);
  for (let row = rowsOf(at); row > 0; row--) {
    const end = table + 4 + ((<usize> load<u32>(table)) << 2);
    let sum: f32 = load<f32>(sharedAt(load<u32>(table, 4)));
    for (let term = table + 8; term < end; term += 4) sum += load<f32>(sharedAt(load<u32>(term)));
    store<f32>(out, sum);
    out += 4;
    table = end;
  }
}

/** A product of two matrices of shared numbers; `rows` are those of the result, the second operand is columns × inner. */
function multiplyShared(at: usize, out: usize): void {
  const inner = (<usize> numberOf(at)) << 2;
  const columns = <i32> thirdOf(at);
  let a = firstOf(at);
  for (let row = rowsOf(at); row > 0; row--) {
    let b = secondOf(at);
    for (let column = 0; column < columns; column++) {
      let sum: f32 = 0;
      for (let k: usize = 0; k < inner; k += 4) {
        sum += load<f32>(sharedAt(load<u32>(a + k))) * load<f32>(sharedAt(load<u32>(b + k)));
      }
      store<f32>(out, sum);
      out += 4;
      b += inner;
    }
    a += inner;
  }
}

/** Makes one operation on shared numbers. */
function operateShared(at: usize): void {
  const what = whatOf(at);
  const rows = rowsOf(at);
  if (what == PACK) {
    // The strides of rows and columns are the third operand and the one more number, the columns lie in the result's place.
    return pack(
      secondOf(at),
      sharedAt(<u32> firstOf(at)),
      rows,
      <i32> resultOf(at),
      <i32> thirdOf(at),
      numberOf(at),
    );
  }
  let out = sharedAt(resultOf(at));
  if (what == REDUCE) return reduceSums(out, firstOf(at), rows, <i32> secondOf(at), numberOf(at));
  if (what == SUM) return addUpShared(at, out);
  if (what == MATRIX_PRODUCT) return multiplyShared(at, out);
  let a = firstOf(at), b = secondOf(at), c = thirdOf(at);
  const end = a + ((<usize> rows) << 2);
  for (; a < end; a += 4) {
    const x = load<f32>(sharedAt(load<u32>(a)));
    if (what == SELECT) {
      store<f32>(out, x != 0 ? load<f32>(sharedAt(load<u32>(b))) : load<f32>(sharedAt(load<u32>(c))));
      c += 4;
    } else if (what <= ABS_BACK) store<f32>(out, ofTwoShared(what, x, load<f32>(sharedAt(load<u32>(b)))));
    else store<f32>(out, ofOneShared(what, x));
    b += 4;
    out += 4;
  }
}

// The program's head: where each of the four lists begins and ends, the block of shared numbers, that of sums and its
// bytes, and the block of panels that no later step needs.

function makeShared(r: Rollout, list: i32): void {
  store<usize>(SHARED, r.parameters);
  store<usize>(SHARED, load<usize>(r.program, 32), 4);
  store<usize>(SHARED, r.gradients, 8);
  const head = r.program + ((<usize> list) << 3);
  const end = load<usize>(head, 4);
  for (let at = load<usize>(head); at < end; at += OPERATION) operateShared(at);
}

function makeStep(r: Rollout, list: i32, t: i32): void {
  store<usize>(PANELS, stateOf(r, t));
  store<usize>(PANELS, cacheOf(r, t), 4);
  store<usize>(PANELS, deltaOf(r, t), 8);
  store<usize>(PANELS, gradientOf(r, t), 12);
  store<usize>(PANELS, stateOf(r, t + 1), 16);
  store<usize>(PANELS, gradientBefore(r, t), 20);
  store<usize>(PANELS, outputOf(r, t), 24);
  store<usize>(PANELS, gatesOf(r, t), 28);
  store<usize>(PANELS, load<usize>(r.program, 44), 32);
  const head = r.program + ((<usize> list) << 3);
  const end = load<usize>(head, 4);
  for (let at = load<usize>(head); at < end; at += OPERATION) operate(r, t, at);
}

/** Gets ready for the steps of one batch. */
export function prepareTraced(r: Rollout): void {
  makeShared(r, 0);
  memory.fill(load<usize>(r.program, 36), 0, load<usize>(r.program, 40));
}

/** Step t. */
export function forwardTraced(r: Rollout, t: i32): void {
  makeStep(r, 1, t);
}

/** Back through step t. */
export function backwardTraced(r: Rollout, t: i32): void {
  makeStep(r, 2, t);
}

/** Writes the gradients of the cell's parameters. */
export function finishTraced(r: Rollout): void {
  makeShared(r, 3);
}
