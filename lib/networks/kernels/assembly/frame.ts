// What all cells share of a rollout: windows, forcing, observation, loss, and their gradients.
import {
  blockBytes,
  clearSums,
  errorsOf,
  gradientBefore,
  gradientOf,
  numberAt,
  outputOf,
  padded,
  panelLength,
  placeBlock,
  Rollout,
  stateOf,
  sumsAt,
  windowOf,
} from "./memory";
import { isHalf, isHalved } from "./halves";
import { addOuterProducts, reduceSums, sumOfLanes } from "./outer_products";
import { plusProduct, storePair } from "./pairs";
import { addPackedProduct, even, pack, packedLength, product } from "./products";

/** Floats of one row of a block of time, about. */
const BLOCK_LANES: i32 = 256;

/** Sizes that the cell's own depend on. */
export function measureFrame(r: Rollout): void {
  r.rows = even(r.units);
  r.observedRows = even(r.observations);
  r.lanes = (r.batch + 7) & ~7;
  // At least two, since a step's gradient is made beside the one it comes from. It counts windows in fours: the order of
  // sums depends on it.
  r.blockSteps = max(2, min(r.length, BLOCK_LANES / ((r.whole + 3) & ~3)));
  r.width = (<usize> r.lanes) << 2;
  // One cache line more than the lanes need: rows a power of two apart would contend for the same places in the cache.
  r.stride = ((<usize> r.blockSteps * r.width + 63) & ~63) + 64;
}

/** Places everything that all cells have; `cellParameters` counts the floats of the cell's parameters. */
export function placeFrame(r: Rollout, cellParameters: i32, seriesRows: i32): void {
  const N = r.observations;
  const T = r.length;
  const halved = isHalved(r);
  const offsetOfBias = cellParameters + (r.identity ? 0 : padded(N * r.units));
  const parameterLength = offsetOfBias + (r.affine ? padded(N) : 0);
  r.parameters = placeBlock(parameterLength);
  r.parameterLength = parameterLength;
  // What half a batch has to share lies together: from here to the end of the gradient of pinv(B).
  r.losses = placeBlock(halved ? 2 * T : 0);
  r.gradients = placeBlock(parameterLength);
  r.gradientP = placeBlock(r.units * N);
  r.theirs = placeBlock(halved ? <i64> (r.gradientP - r.losses >> 2) + r.units * N : 0);
  r.B = r.parameters + ((<usize> cellParameters) << 2);
  r.gradientB = r.gradients + ((<usize> cellParameters) << 2);
  r.b = numberAt(r.parameters, offsetOfBias);
  r.gradientb = numberAt(r.gradients, offsetOfBias);
  r.P = placeBlock(r.units * N);
  // Four numbers more than the series has, since windows are read four numbers at a time.
  r.series = placeBlock(<i64> seriesRows * r.columns + 4);
  r.starts = placeBlock(r.lanes);
  r.strength = placeBlock(T);
  r.reset = placeBlock(T);
  r.detach = placeBlock(T);
  r.mask = placeBlock(r.lanes);
  r.windows = placeBlock(<i64> r.lanes * ((T + 1) * r.columns + 4));
  const stateRows = r.rows + r.memoryRows;
  r.errors = placeBlock(panelLength(r, r.observedRows, T));
  r.states = placeBlock(panelLength(r, stateRows, T + 1));
  r.caches = placeBlock(panelLength(r, r.cacheRows, T + 1));
  r.gates = placeBlock(<i64> r.gateRows * r.lanes * T);
  r.outputs = placeBlock(panelLength(r, r.rows, r.keepOutputs ? T : 1));
  r.stateGradients = placeBlock(panelLength(r, stateRows, 1));
  r.deltas = placeBlock(panelLength(r, r.deltaRows, 1));
  r.pulled = placeBlock(r.rows * r.lanes);
  r.packedB = placeBlock(packedLength(N, r.units));
  r.packedBT = placeBlock(packedLength(r.units, N));
  r.packedP = placeBlock(packedLength(r.units, N));
  r.sumsB = placeBlock(4 * r.observedRows * r.rows);
  r.sumsP = placeBlock(4 * r.rows * even(N));
  if (r.affine) {
    r.sumsPulled = placeBlock(4 * r.rows);
    r.sumsErrors = placeBlock(4 * N);
  }
  const copied = max(max(max(r.rows, r.hiddenRows), even(N)) + 10, halved ? r.deltaRows : 0);
  r.copies = placeBlock(<i64> copied * r.blockSteps * r.lanes);
}

/** Gathers the windows: the numbers of four windows at a time, transposed so that windows become lanes. */
function gatherWindows(r: Rollout): void {
  const width = r.width;
  const count = (r.length + 1) * r.columns;
  const rowBytes = (<usize> r.columns) << 2;
  for (let lane: usize = 0; lane < width; lane += 16) {
    const starts = r.starts + lane;
    let s0 = r.series + load<usize>(starts) * rowBytes;
    let s1 = r.series + load<usize>(starts, 4) * rowBytes;
    let s2 = r.series + load<usize>(starts, 8) * rowBytes;
    let s3 = r.series + load<usize>(starts, 12) * rowBytes;
    let out = r.windows + lane;
    for (let i = 0; i < count; i += 4) {
      const a = v128.load(s0);
      const b = v128.load(s1);
      const c = v128.load(s2);
      const d = v128.load(s3);
      const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
      out += width;
      v128.store(out, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7));
      out += width;
      v128.store(out, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5));
      out += width;
      v128.store(out, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7));
      out += width;
      s0 += 16;
      s1 += 16;
      s2 += 16;
      s3 += 16;
    }
  }
}

/** windows ← windows − b: what B z and pinv(B) have to do with, so that all else is as without a bias. */
function takeBiasOff(r: Rollout): void {
  const width = r.width;
  let window = r.windows;
  for (let t = 0; t <= r.length; t++) {
    for (let n = 0; n < r.observations; n++) {
      const bias = v128.load32_splat(numberAt(r.b, n));
      for (let lane: usize = 0; lane < width; lane += 32) {
        const at = window + lane;
        storePair(at, f32x4.sub(v128.load(at), bias), f32x4.sub(v128.load(at, 16), bias));
      }
      window += width;
    }
    window += <usize> r.inputs * width;
  }
}

/** Gets ready for the steps of one batch. */
export function beginForward(r: Rollout): void {
  const last = load<i32>(numberAt(r.starts, r.batch - 1));
  for (let lane = r.batch; lane < r.lanes; lane++) store<i32>(numberAt(r.starts, lane), last);
  gatherWindows(r);
  if (r.identity) return;
  if (r.affine) takeBiasOff(r);
  pack(r.packedB, r.B, r.observations, r.units, r.units, 1);
  pack(r.packedBT, r.B, r.units, r.observations, 1, r.units);
  pack(r.packedP, r.P, r.units, r.observations, r.observations, 1);
  clearSums(r.sumsB, r.observedRows * r.rows);
}

/** z ← (1 − α) z + α forced; just the forced state where α is 1, so that nothing of an overflown state is left. */
function pull(r: Rollout, z: usize, forced: usize, rows: i32, strength: f32): void {
  if (strength == 1) {
    replace(r, z, forced, rows);
    return;
  }
  const width = r.width;
  const alpha = f32x4.splat(strength);
  const rest = f32x4.splat(1 - strength);
  for (let row = 0; row < rows; row++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const x0 = v128.load(forced + lane), x1 = v128.load(forced + lane, 16);
      const z0 = f32x4.mul(rest, v128.load(z + lane)), z1 = f32x4.mul(rest, v128.load(z + lane, 16));
      storePair(z + lane, plusProduct(z0, alpha, x0), plusProduct(z1, alpha, x1));
    }
    z += r.stride;
    forced += width;
  }
}

/** z ← forced. */
function replace(r: Rollout, z: usize, forced: usize, rows: i32): void {
  const width = r.width;
  for (let row = 0; row < rows; row++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      storePair(z + lane, v128.load(forced + lane), v128.load(forced + lane, 16));
    }
    z += r.stride;
    forced += width;
  }
}

/** panel ← factor · panel; 0 where the factor is 0, whatever was there. */
function scale(r: Rollout, panel: usize, rows: i32, factor: f32): void {
  const width = r.width;
  const by = f32x4.splat(factor);
  for (let row = 0; row < rows; row++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = panel + lane;
      if (factor == 0) storePair(at, by, by);
      else storePair(at, f32x4.mul(by, v128.load(at)), f32x4.mul(by, v128.load(at, 16)));
    }
    panel += r.stride;
  }
}

// @ts-ignore: decorator
@inline
function strengthAt(r: Rollout, t: i32): f32 {
  return load<f32>(r.strength + ((<usize> t) << 2));
}

/** Where the units begin that inputs drive, in a panel of states or of gradients. */
// @ts-ignore: decorator
@inline
function drivenRows(r: Rollout, panel: usize): usize {
  return panel + <usize> (r.units - r.inputs) * r.stride;
}

/**
 * Makes the state before step t from the one that the last step left there: resets, forces and drives it.
 * Returns whether it changed, so that what a cell derives from it has to be derived again.
 */
export function enterStep(r: Rollout, t: i32): bool {
  const z = stateOf(r, t);
  const memoryState = z + <usize> r.rows * r.stride;
  const cleared = t == 0 || load<u8>(r.reset + t) != 0;
  if (cleared) scale(r, z, r.rows + r.memoryRows, 0);
  const strength = strengthAt(r, t);
  if (strength > 0) {
    if (r.identity) {
      pull(r, z, windowOf(r, t), r.observations, strength);
      if (r.memoryRows > 0) scale(r, memoryState, r.observations, 1 - strength);
    } else {
      product(r.pulled, r.width, r.packedP, windowOf(r, t), r.width, r.units, r.observations, r.width);
      pull(r, z, r.pulled, r.rows, strength);
      scale(r, memoryState, r.memoryRows, 1 - strength);
    }
  } else if (r.inputs == 0) return cleared;
  replace(r, drivenRows(r, z), windowOf(r, t) + <usize> r.observations * r.width, r.inputs);
  return true;
}

/** errors ← factor · (x̂ − x) after step t; returns the sum of the squares of x̂ − x. */
export function observeStep(r: Rollout, t: i32, factor: f32): f64 {
  return isHalf() ? observeBy(true, r, t, factor) : observeBy(false, r, t, factor);
}

// @ts-ignore: decorator
@inline
function observeBy(half: bool, r: Rollout, t: i32, factor: f32): f64 {
  const width = r.width;
  const stride = r.stride;
  const errors = errorsOf(r, t);
  const output = outputOf(r, t);
  if (!r.identity) product(errors, stride, r.packedB, output, stride, r.observations, r.units, width);
  const by = f32x4.splat(factor);
  let sums = f32x4.splat(0);
  let seen = r.identity ? output : errors;
  let target = windowOf(r, t + 1);
  let at = errors;
  for (let n = 0; n < r.observations; n++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const mask = r.mask + lane;
      const d0 = f32x4.sub(v128.load(seen + lane), v128.load(target + lane));
      const d1 = f32x4.sub(v128.load(seen + lane, 16), v128.load(target + lane, 16));
      const e0 = f32x4.mul(d0, v128.load(mask)), e1 = f32x4.mul(d1, v128.load(mask, 16));
      const square0 = f32x4.mul(e0, e0), square1 = f32x4.mul(e1, e1);
      sums = f32x4.add(sums, square0);
      if (half) sums = f32x4.add(sums, v128.shuffle<f32>(square0, square0, 2, 3, 2, 3));
      sums = f32x4.add(sums, square1);
      if (half) sums = f32x4.add(sums, v128.shuffle<f32>(square1, square1, 2, 3, 2, 3));
      storePair(at + lane, f32x4.mul(by, e0), f32x4.mul(by, e1));
    }
    seen += stride;
    at += stride;
    target += width;
  }
  const first = <f64> f32x4.extract_lane(sums, 0) + <f64> f32x4.extract_lane(sums, 1);
  if (half) {
    store<f64>(r.losses + ((<usize> t) << 3), first);
    return first;
  }
  return first +
    (<f64> f32x4.extract_lane(sums, 2) + <f64> f32x4.extract_lane(sums, 3));
}

/** After the last step of a block of time: adds its share to the gradient of B. */
export function addObservationGradients(r: Rollout, t: i32): void {
  const slot = t % r.blockSteps;
  if (r.identity || (slot + 1 < r.blockSteps && t + 1 < r.length)) return;
  const first = t - slot;
  addOuterProducts(
    r.sumsB,
    errorsOf(r, first),
    r.stride,
    r.observations,
    outputOf(r, first),
    r.stride,
    r.rows,
    blockBytes(r, first),
    r.copies,
  );
}

/** gradient += what the loss of the state after step t adds. */
function addErrors(r: Rollout, t: i32): void {
  const width = r.width;
  let gradient = gradientOf(r, t);
  let errors = errorsOf(r, t);
  if (!r.identity) {
    addPackedProduct(gradient, r.stride, r.packedBT, errors, r.stride, r.units, r.observations, width);
    return;
  }
  for (let n = 0; n < r.observations; n++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      const at = gradient + lane;
      storePair(
        at,
        f32x4.add(v128.load(at), v128.load(errors + lane)),
        f32x4.add(v128.load(at, 16), v128.load(errors + lane, 16)),
      );
    }
    gradient += r.stride;
    errors += r.stride;
  }
}

/** Gets ready for the way back: the gradient with respect to the last state. */
export function beginBackward(r: Rollout): void {
  clearSums(r.sumsP, r.rows * even(r.observations));
  if (r.affine) clearSums(r.sumsPulled, r.rows);
  const last = r.length - 1;
  scale(r, gradientOf(r, last), r.rows + r.memoryRows, 0);
  addErrors(r, last);
}

/** Adds what the forced state before step t says of pinv(B) and of b, from the gradient with respect to that state. */
function pullBack(r: Rollout, t: i32, gradient: usize, strength: f32): void {
  const width = r.width;
  let to = r.pulled;
  const alpha = f32x4.splat(strength);
  for (let row = 0; row < r.rows; row++) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      storePair(
        to + lane,
        f32x4.mul(alpha, v128.load(gradient + lane)),
        f32x4.mul(alpha, v128.load(gradient + lane, 16)),
      );
    }
    gradient += r.stride;
    to += width;
  }
  const N = r.observations;
  addOuterProducts(r.sumsP, r.pulled, width, r.units, windowOf(r, t), width, even(N), width, r.copies);
  if (r.affine) addRows(r.sumsPulled, r.pulled, width, r.units, width);
}

/** sums[i] += the numbers of row i, over `width` bytes of it. */
function addRows(sums: usize, panel: usize, stride: usize, rows: i32, width: usize): void {
  for (let row = 0; row < rows; row++) {
    let sum = v128.load(sums);
    for (let lane: usize = 0; lane < width; lane += 16) sum = f32x4.add(sum, v128.load(panel + lane));
    v128.store(sums, sum);
    sums += 16;
    panel += stride;
  }
}

/**
 * Makes the gradient with respect to the state after step t − 1 from the one with respect to the state before step t,
 * which the cell left in its place: back through inputs, forcing, cut and reset.
 */
export function leaveStep(r: Rollout, t: i32): void {
  const width = r.width;
  const gradient = gradientBefore(r, t);
  const memoryGradient = gradient + <usize> r.rows * r.stride;
  const strength = strengthAt(r, t);
  scale(r, drivenRows(r, gradient), r.inputs, 0);
  if (strength > 0) {
    if (r.identity) {
      scale(r, gradient, r.observations, 1 - strength);
      if (r.memoryRows > 0) scale(r, memoryGradient, r.observations, 1 - strength);
    } else {
      if (!r.firstOnly || t == 0) pullBack(r, t, gradient, strength);
      scale(r, gradient, r.rows + r.memoryRows, 1 - strength);
    }
  }
  if (t == 0) return;
  if (load<u8>(r.reset + t) != 0 || load<u8>(r.detach + t) != 0) {
    scale(r, gradient, r.rows + r.memoryRows, 0);
  }
  addErrors(r, t - 1);
}

/** Writes the gradients of B and of pinv(B). */
export function endBackward(r: Rollout): void {
  if (r.identity) return;
  reduceSums(r.gradientB, r.sumsB, r.observations, r.units, r.rows);
  reduceSums(r.gradientP, r.sumsP, r.units, r.observations, even(r.observations));
  if (r.affine) endBias(r);
}

/** Writes the gradient of b: the sum of all errors, without what b takes off the states that forcing pulls to. */
function endBias(r: Rollout): void {
  const N = r.observations;
  clearSums(r.sumsErrors, N);
  for (let t = 0; t < r.length; t += r.blockSteps) {
    addRows(r.sumsErrors, errorsOf(r, t), r.stride, N, blockBytes(r, t));
  }
  reduceSums(r.gradientb, r.sumsErrors, N, 1, 1);
  for (let n = 0; n < N; n++) {
    const at = numberAt(r.gradientb, n);
    let gradient = load<f32>(at);
    for (let i = 0; i < r.units; i++) {
      gradient -= load<f32>(numberAt(r.P, i * N + n)) * sumOfLanes(v128.load(sumsAt(r.sumsPulled, i)));
    }
    store<f32>(at, gradient);
  }
}
