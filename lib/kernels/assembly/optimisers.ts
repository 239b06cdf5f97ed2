// Updates of parameters that lie one after the other; lengths are multiples of 4.

/** Σ x², in float64. */
export function sumOfSquares(values: usize, length: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let at: usize = 0; at < (<usize> length) << 2; at += 16) {
    const x = v128.load(values + at);
    const a = f64x2.promote_low_f32x4(x);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  return (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

/** x ← factor · x. */
export function scaleValues(values: usize, length: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let at: usize = 0; at < (<usize> length) << 2; at += 16) {
    v128.store(values + at, f32x4.mul(by, v128.load(values + at)));
  }
}

/** x ← min(max(x, −limit), limit); NaN stays NaN. */
export function clipValues(values: usize, length: i32, limit: f32): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  for (let at: usize = 0; at < (<usize> length) << 2; at += 16) {
    v128.store(values + at, f32x4.pmin(f32x4.pmax(v128.load(values + at), low), high));
  }
}

/**
 * m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,
 * x ← x − rate · m / (√v · rootScale + ε)   if adaptive,
 * x ← x − rate · m                          otherwise.
 */
export function adamStep(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  length: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  rootScale: f32,
  epsilon: f32,
  adaptive: bool,
): void {
  const decay1 = f32x4.splat(beta1);
  const decay2 = f32x4.splat(beta2);
  const new1 = f32x4.splat(rest1);
  const new2 = f32x4.splat(rest2);
  const step = f32x4.splat(rate);
  const root = f32x4.splat(rootScale);
  const small = f32x4.splat(epsilon);
  for (let at: usize = 0; at < (<usize> length) << 2; at += 16) {
    const g = v128.load(gradients + at);
    const m = f32x4.add(f32x4.mul(decay1, v128.load(first + at)), f32x4.mul(new1, g));
    const v = f32x4.add(f32x4.mul(decay2, v128.load(second + at)), f32x4.mul(f32x4.mul(new2, g), g));
    v128.store(first + at, m);
    v128.store(second + at, v);
    let change = f32x4.mul(step, m);
    if (adaptive) change = f32x4.div(change, f32x4.add(f32x4.mul(f32x4.sqrt(v), root), small));
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), change));
  }
}
