// The module that lib/networks/kernels/rollout.ts binds.
import { measureFrame } from "./frame";
import { layoutEnd, Rollout, startLayout } from "./memory";
import { placeCell, runCell } from "./cells";

export { expOf, sigmoidOf, tanhOf } from "./activations";
export { gapEnd, gapsPlaced, gapStart } from "./memory";
export { usePairs } from "./pairs";
export { multiplyAddPeak } from "./peak";

/** Bytes of the record. */
export function recordBytes(): usize {
  return offsetof<Rollout>();
}

/** Writes sizes and addresses of a rollout whose blocks begin at `base`; returns where they end. */
export function layOut(
  record: usize,
  base: usize,
  cell: i32,
  units: i32,
  observations: i32,
  batch: i32,
  length: i32,
  option: i32,
  identity: bool,
  seriesRows: i32,
): f64 {
  const r = changetype<Rollout>(record);
  r.cell = cell;
  r.units = units;
  r.observations = observations;
  r.batch = batch;
  r.length = length;
  r.option = option;
  r.identity = identity;
  r.hiddenRows = 0;
  r.memoryRows = 0;
  r.cacheRows = 0;
  r.gateRows = 0;
  r.deltaRows = 0;
  r.keepOutputs = false;
  measureFrame(r);
  startLayout(base);
  placeCell(r, seriesRows);
  return layoutEnd();
}

/** Loss of one batch, and the gradients of all parameters if they are wanted. */
export function run(record: usize, gradients: bool): f64 {
  return runCell(changetype<Rollout>(record), gradients);
}

export function parametersOf(record: usize): usize {
  return changetype<Rollout>(record).parameters;
}
export function gradientsOf(record: usize): usize {
  return changetype<Rollout>(record).gradients;
}
export function pseudoInverseOf(record: usize): usize {
  return changetype<Rollout>(record).P;
}
export function pseudoInverseGradientOf(record: usize): usize {
  return changetype<Rollout>(record).gradientP;
}
export function seriesOf(record: usize): usize {
  return changetype<Rollout>(record).series;
}
export function startsOf(record: usize): usize {
  return changetype<Rollout>(record).starts;
}
export function maskOf(record: usize): usize {
  return changetype<Rollout>(record).mask;
}
export function strengthOf(record: usize): usize {
  return changetype<Rollout>(record).strength;
}
export function resetOf(record: usize): usize {
  return changetype<Rollout>(record).reset;
}
export function detachOf(record: usize): usize {
  return changetype<Rollout>(record).detach;
}

/** Where the memory that nothing else uses begins. */
export function freeMemory(): usize {
  return __heap_base;
}

export { allFinite, clampTo, normOf, scaleBy, stepByMoments } from "./optimiser";
export { addInverseGradient, invert, placePseudoInverse, pseudoInverseBytes } from "./pseudo_inverse";
