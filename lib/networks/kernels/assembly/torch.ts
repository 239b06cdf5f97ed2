// What the cells with torch's parameters share: W (gates·M × M), bz and bx (gates·M), in this order.
import { placeFrame } from "./frame";
import { isHalved } from "./halves";
import { clearSums, numberAt, padded, placeBlock, Rollout, sumsAt } from "./memory";
import { reduceSums } from "./outer_products";
import { even, pack, packedLength } from "./products";

// @ts-ignore: decorator
@inline
function offsetOfBz(r: Rollout, gates: i32): i32 {
  return padded(gates * r.units * r.units);
}

// @ts-ignore: decorator
@inline
function offsetOfBx(r: Rollout, gates: i32): i32 {
  return offsetOfBz(r, gates) + padded(gates * r.units);
}

/** Sizes and addresses; `vectors` counts the rows whose sums over time are gradients of biases. */
export function placeTorch(r: Rollout, gates: i32, vectors: i32, seriesRows: i32): void {
  const M = r.units;
  r.deltaRows = even(gates * M);
  placeFrame(r, offsetOfBx(r, gates) + padded(gates * M), seriesRows);
  r.packed1 = placeBlock(packedLength(gates * M, M));
  r.packed1T = placeBlock(packedLength(M, gates * M));
  r.sums1 = placeBlock(4 * gates * M * r.rows);
  r.bias = placeBlock(even(gates * M));
  r.vectorSums = placeBlock(4 * vectors);
  r.rowSums = isHalved(r) ? placeBlock(4 * vectors) : r.vectorSums;
}

/** Gets ready for the steps of one batch; the first `added` of the biases bz get those of bx added to them. */
export function prepareTorch(r: Rollout, gates: i32, added: i32, vectors: i32): void {
  const M = r.units;
  const rows = gates * M;
  pack(r.packed1, r.parameters, rows, M, M, 1);
  pack(r.packed1T, r.parameters, M, rows, 1, M);
  const bz = numberAt(r.parameters, offsetOfBz(r, gates));
  for (let i = 0; i < rows; i++) {
    const sum = load<f32>(numberAt(bz, i)) + (i < added ? load<f32>(biasOfInput(r, gates, i)) : 0);
    store<f32>(numberAt(r.bias, i), sum);
  }
  clearSums(r.sums1, rows * r.rows);
  clearSums(r.vectorSums, vectors);
  clearSums(r.rowSums, vectors);
}

/** The address of bx_i. */
// @ts-ignore: decorator
@inline
export function biasOfInput(r: Rollout, gates: i32, i: i32): usize {
  return numberAt(r.parameters, offsetOfBx(r, gates) + i);
}

/** Writes the gradients of W, bz and bx; row sums i belong to bz_i, and row sums `shared` + i to bx_(shared + i). */
export function finishTorch(r: Rollout, gates: i32, shared: i32): void {
  const M = r.units;
  const rows = gates * M;
  reduceSums(r.gradients, r.sums1, rows, M, r.rows);
  const gradientBx = numberAt(r.gradients, offsetOfBx(r, gates));
  reduceSums(numberAt(r.gradients, offsetOfBz(r, gates)), r.rowSums, rows, 1, 1);
  reduceSums(gradientBx, r.rowSums, shared, 1, 1);
  reduceSums(numberAt(gradientBx, shared), sumsAt(r.rowSums, rows), rows - shared, 1, 1);
}
