// The module that lib/networks/kernels/rollout.ts binds.
import { measureFrame, placeFrame } from "./frame";
import { layoutEnd, Rollout, startLayout } from "./memory";
import { placeCell, runCell, TRACED } from "./cells";

export { expOf, sigmoidOf, tanhOf } from "./activations";
export { joinHalves } from "./halves";
export { bytesRepeating, gapEnd, gapsPlaced, gapStart } from "./memory";
export { setPairs } from "./pairs";
export { multiplyAddPeak } from "./peak";

/** Bytes of the record. */
export function recordBytes(): usize {
  return offsetof<Rollout>();
}

// The numbers by which lib/networks/kernels/rollout.ts knows the observation models; the linear one is 0.
const IDENTITY: i32 = 1;
const AFFINE: i32 = 2;

function measure(
  r: Rollout,
  base: usize,
  cell: i32,
  units: i32,
  observations: i32,
  batch: i32,
  length: i32,
  option: i32,
  model: i32,
  firstOnly: bool,
  inputs: i32,
  halved: bool,
): void {
  r.cell = cell;
  r.units = units;
  r.observations = observations;
  r.inputs = inputs;
  r.columns = observations + inputs;
  r.batch = batch;
  r.whole = halved ? 2 * batch : batch;
  r.length = length;
  r.option = option;
  r.identity = model == IDENTITY;
  r.affine = model == AFFINE;
  r.firstOnly = firstOnly;
  r.hiddenRows = 0;
  r.memoryRows = 0;
  r.cacheRows = 0;
  r.gateRows = 0;
  r.deltaRows = 0;
  r.keepOutputs = false;
  measureFrame(r);
  startLayout(base);
}

/** Writes sizes and addresses of a rollout whose blocks begin at `base`, of half a batch if `halved`; returns where they end. */
export function layOut(
  record: usize,
  base: usize,
  cell: i32,
  units: i32,
  observations: i32,
  batch: i32,
  length: i32,
  option: i32,
  model: i32,
  firstOnly: bool,
  seriesRows: i32,
  inputs: i32,
  halved: bool,
): f64 {
  const r = changetype<Rollout>(record);
  measure(r, base, cell, units, observations, batch, length, option, model, firstOnly, inputs, halved);
  placeCell(r, seriesRows);
  return layoutEnd();
}

/**
 * The same for a traced cell: it says itself how many numbers its parameters are, how many rows its state has beyond the
 * units, how many are kept of each step, interleaved and not, how many of one block of time, and how many an outer product
 * has.
 */
export function layOutTraced(
  record: usize,
  base: usize,
  units: i32,
  observations: i32,
  batch: i32,
  length: i32,
  model: i32,
  firstOnly: bool,
  seriesRows: i32,
  parameters: i32,
  memoryRows: i32,
  cacheRows: i32,
  gateRows: i32,
  deltaRows: i32,
  outerRows: i32,
  inputs: i32,
): f64 {
  const r = changetype<Rollout>(record);
  measure(r, base, TRACED, units, observations, batch, length, 0, model, firstOnly, inputs, false);
  r.memoryRows = memoryRows;
  r.cacheRows = cacheRows;
  r.gateRows = gateRows;
  r.deltaRows = deltaRows;
  r.hiddenRows = outerRows;
  placeFrame(r, parameters, seriesRows);
  return layoutEnd();
}

/** Loss of one batch, and the gradients of all parameters if they are wanted. */
export function runBatch(record: usize, gradients: bool): f64 {
  return runCell(changetype<Rollout>(record), gradients);
}

export function parametersAt(record: usize): usize {
  return changetype<Rollout>(record).parameters;
}
export function gradientsAt(record: usize): usize {
  return changetype<Rollout>(record).gradients;
}
export function pseudoInverseAt(record: usize): usize {
  return changetype<Rollout>(record).P;
}
export function pseudoInverseGradientAt(record: usize): usize {
  return changetype<Rollout>(record).gradientP;
}
export function seriesAt(record: usize): usize {
  return changetype<Rollout>(record).series;
}
export function startsAt(record: usize): usize {
  return changetype<Rollout>(record).starts;
}
export function maskAt(record: usize): usize {
  return changetype<Rollout>(record).mask;
}
export function shareAt(record: usize): usize {
  return changetype<Rollout>(record).losses;
}
export function theirsAt(record: usize): usize {
  return changetype<Rollout>(record).theirs;
}
export function strengthAt(record: usize): usize {
  return changetype<Rollout>(record).strength;
}
export function resetAt(record: usize): usize {
  return changetype<Rollout>(record).reset;
}
export function detachAt(record: usize): usize {
  return changetype<Rollout>(record).detach;
}

/** Where the memory that nothing else uses begins. */
export function freeKernelMemory(): usize {
  return __heap_base;
}

export { allFiniteAt, clampAt, normAt, scaleAt, stepByMomentsAt } from "./optimiser";
export { addInverseGradient, invert, placePseudoInverse, pseudoInverseBytes } from "./pseudo_inverse";

/** Bytes from one row of a panel to the next. */
export function strideOf(record: usize): usize {
  return changetype<Rollout>(record).stride;
}

/** Bytes of the windows in one row of a panel. */
export function widthOf(record: usize): usize {
  return changetype<Rollout>(record).width;
}

/** Gives a traced cell its operations. */
export function setProgram(record: usize, program: usize): void {
  changetype<Rollout>(record).program = program;
}
