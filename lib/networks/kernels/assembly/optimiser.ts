// What happens to the parameters of a network between two rollouts. Parameters, gradient and moments are blocks of
// float32 numbers; all arithmetic is in float64 and is rounded once, when a number is stored.
//
// A block occupies a multiple of four numbers; those past its end are 0 and stay 0. So loops take two numbers at a time.

/** Numbers 0 and 1 from `at` on, in float64. */
// @ts-ignore: decorator
@inline
function pairAt(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline
function storePair(at: usize, pair: v128): void {
  v128.store64_lane(at, f32x4.demote_f64x2_zero(pair), 0);
}

/** Bytes of a block of `count` numbers that a loop over pairs covers. */
// @ts-ignore: decorator
@inline
function pairBytes(count: i32): usize {
  return <usize> ((count + 1) & ~1) << 2;
}

/** ‖x‖, summed from the first number to the last. */
export function normAt(x: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (const end = x + (<usize> count << 2); x < end; x += 4) {
    const value = <f64> load<f32>(x);
    sum += value * value;
  }
  return Math.sqrt(sum);
}

/** Whether every number is finite: x − x is 0 then, and NaN otherwise. */
export function allFiniteAt(x: usize, count: i32): bool {
  let finite = i64x2.splat(-1);
  for (const end = x + pairBytes(count); x < end; x += 8) {
    const pair = pairAt(x);
    finite = v128.and(finite, f64x2.eq(f64x2.sub(pair, pair), f64x2.splat(0)));
  }
  return i64x2.all_true(finite);
}

/** x ← x · factor. */
export function scaleAt(x: usize, count: i32, factor: f64): void {
  for (const end = x + pairBytes(count); x < end; x += 8) {
    storePair(x, f64x2.mul(pairAt(x), f64x2.splat(factor)));
  }
}

/** Every number into [−bound, bound]. */
export function clampAt(x: usize, count: i32, bound: f64): void {
  for (const end = x + pairBytes(count); x < end; x += 8) {
    storePair(x, f64x2.pmax(f64x2.pmin(pairAt(x), f64x2.splat(bound)), f64x2.splat(-bound)));
  }
}

/**
 * m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g²; then w ← w − rate · m / (√v · scale + ε), or w ← w − rate · m unless
 * `scaled`. The step takes the moments before they are rounded.
 */
export function stepByMomentsAt(
  weights: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  scale: f64,
  epsilon: f64,
  scaled: bool,
): void {
  const bytes = pairBytes(count);
  for (let at: usize = 0; at < bytes; at += 8) {
    const g = pairAt(gradient + at);
    const m = f64x2.add(
      f64x2.mul(f64x2.splat(beta1), pairAt(first + at)),
      f64x2.mul(f64x2.splat(1 - beta1), g),
    );
    const v = f64x2.add(
      f64x2.mul(f64x2.splat(beta2), pairAt(second + at)),
      f64x2.mul(f64x2.mul(f64x2.splat(1 - beta2), g), g),
    );
    storePair(first + at, m);
    storePair(second + at, v);
    let step = f64x2.mul(f64x2.splat(rate), m);
    if (scaled) {
      const root = f64x2.mul(f64x2.sqrt(v), f64x2.splat(scale));
      step = f64x2.div(step, f64x2.add(root, f64x2.splat(epsilon)));
    }
    storePair(weights + at, f64x2.sub(pairAt(weights + at), step));
  }
}
