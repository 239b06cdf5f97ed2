// One rollout's sizes and addresses: a plain record in linear memory, whose blocks `placeBlock` puts one after the other.
//
// A "panel" is a matrix of rows × lanes in float32; its lanes are the windows of a batch. The panels of a few
// successive steps (a block of time) are interleaved row by row: row 0 of every step, then row 1 of every step, and so
// on. So one row of the whole block is contiguous, as the sums over steps and windows in the weights' gradients want it.

// @ts-ignore: decorator
@unmanaged
export class Rollout {
  /** Which cell. */
  cell: i32;
  /** M. */
  units: i32;
  /** N. */
  observations: i32;
  /** K, inputs that drive the last K units: these are set to the data before every step. */
  inputs: i32;
  /** N + K, columns of the series. */
  columns: i32;
  /** Windows. */
  batch: i32;
  /** Windows of the whole batch: twice as many as are here where this is half of it, as halves.ts has it. */
  whole: i32;
  /** T. */
  length: i32;
  /** The one size that some cells have besides: L, the bases, or the ramps; 0 for other cells. */
  option: i32;
  /** Whether the first N units are the observations, instead of x = B z. */
  identity: bool;
  /** Whether a bias b is added to B z. */
  affine: bool;
  /** Whether only the first forced state of a window depends on B and b; the others count as data then. */
  firstOnly: bool;

  /** Rows of a panel of M units, of N observations: rounded up to even. */
  rows: i32;
  observedRows: i32;
  /** L, hidden units of the shallow PLRNNs, and that rounded up to even. */
  hidden: i32;
  hiddenRows: i32;
  /** Terms of the dendritic PLRNN's expansion. */
  bases: i32;
  /** Units of the PLRNN, the first ones, that have no ramp: those of the almost-linear RNN, otherwise 0. */
  straight: i32;
  /** Further rows of the state that forcing scales by 1 − α: the cell state of the LSTM; 0 for other cells. */
  memoryRows: i32;
  /** Windows rounded up to a multiple of 8, so that 32 bytes at a time leave no rest; the surplus lanes repeat the last window and weigh nothing. */
  lanes: i32;
  /** Steps in a block of time. */
  blockSteps: i32;
  /** Bytes of one step's lanes, and from one row of a block of time to the next. */
  width: usize;
  stride: usize;

  /** Parameters one after the other, each on a 16-byte boundary; B is the last but for b. */
  parameters: usize;
  parameterLength: i32;
  gradients: usize;
  /** B, its gradient through the observation, pinv(B) and its gradient through the forcing; b and its gradient. */
  B: usize;
  gradientB: usize;
  b: usize;
  gradientb: usize;
  P: usize;
  gradientP: usize;

  /** The series, rows × (N + K). */
  series: usize;
  /** The first row of each lane's window. */
  starts: usize;
  strength: usize;
  reset: usize;
  detach: usize;

  /** The windows, (T + 1) panels of (N + K) × lanes, not interleaved; without b where there is one. */
  windows: usize;
  /** 1 in the lanes that count, 0 in the surplus. */
  mask: usize;
  /** Panels of the scaled errors B z − x after each step. */
  errors: usize;
  /** Panels of the state before each step: z, then memory rows. */
  states: usize;
  /** Panels of what a cell keeps of each step besides the states, and their rows. */
  caches: usize;
  cacheRows: i32;
  /** The same for what no sum over steps needs: panels of `gateRows` × lanes, not interleaved. */
  gates: usize;
  gateRows: i32;
  /** Panels of z after each step, before forcing; unless all are kept, only those of one block of time. */
  outputs: usize;
  keepOutputs: bool;
  /** Panels of the gradient with respect to the state after each step of one block of time. */
  stateGradients: usize;
  /** Panels of the gradient with respect to pre-activations, for one block of time, and their rows. */
  deltas: usize;
  deltaRows: i32;
  /** A forced state, or the gradient with respect to it times α; not interleaved. */
  pulled: usize;

  /** Packed matrices of the observation model, and partial sums of the gradients of B and pinv(B). */
  packedB: usize;
  packedBT: usize;
  packedP: usize;
  sumsB: usize;
  sumsP: usize;
  /** Partial sums of the gradients with respect to what forcing pulls to, and of the errors. */
  sumsPulled: usize;
  sumsErrors: usize;
  /** The cell's matrices (W or W1, and W2) and their transposes, packed, and partial sums of their gradients. */
  packed1: usize;
  packed1T: usize;
  packed2: usize;
  packed2T: usize;
  sums1: usize;
  sums2: usize;
  /** relu of the states of one block of time. */
  rectified: usize;
  /** Slopes of one unit's expansion, one for each lane. */
  slopes: usize;
  /** Copies of rows of one block of time, for sums of outer products. */
  copies: usize;
  /** Sums of two biases, and partial sums of the gradients of vectors. */
  bias: usize;
  vectorSums: usize;
  /** Where the cells of torch.ts have these sums in the end: of half a batch not in `vectorSums`, where their order is another. */
  rowSums: usize;
  /** Of half a batch: its share of the loss of each step, and a place for all that the other half has to share. */
  losses: usize;
  theirs: usize;
  /** The operations of a traced cell, as traced.ts reads them. */
  program: usize;
}

/** The address of number `index` of those that begin at `at`. */
// @ts-ignore: decorator
@inline
export function numberAt(at: usize, index: i32): usize {
  return at + ((<usize> index) << 2);
}

/** The address of partial sums `index` of those that begin at `at`. */
// @ts-ignore: decorator
@inline
export function sumsAt(at: usize, index: i32): usize {
  return at + ((<usize> index) << 4);
}

/** Sets `count` partial sums to 0. */
export function clearSums(at: usize, count: i32): void {
  memory.fill(at, 0, (<usize> count) << 4);
}

/** The panel of step t among panels of `rows` rows. */
// @ts-ignore: decorator
@inline
export function panelOf(r: Rollout, panels: usize, rows: i32, t: i32): usize {
  return panels + <usize> (t / r.blockSteps * rows) * r.stride + slotOf(r, t);
}

/** Bytes from the start of a block of time to the lanes of step t. */
// @ts-ignore: decorator
@inline
export function slotOf(r: Rollout, t: i32): usize {
  return <usize> (t % r.blockSteps) * r.width;
}

/** Floats of the panels of `steps` steps. */
export function panelLength(r: Rollout, rows: i32, steps: i32): i64 {
  const blocks = (steps + r.blockSteps - 1) / r.blockSteps;
  return <i64> blocks * rows * (<i64> r.stride >> 2);
}

/** The state before step t. */
// @ts-ignore: decorator
@inline
export function stateOf(r: Rollout, t: i32): usize {
  return panelOf(r, r.states, r.rows + r.memoryRows, t);
}

/** What the cell keeps of step t. */
// @ts-ignore: decorator
@inline
export function cacheOf(r: Rollout, t: i32): usize {
  return panelOf(r, r.caches, r.cacheRows, t);
}

/** What the cell keeps of step t in panels that are not interleaved. */
// @ts-ignore: decorator
@inline
export function gatesOf(r: Rollout, t: i32): usize {
  return r.gates + <usize> (t * r.gateRows) * r.width;
}

/** z after step t, before forcing. */
// @ts-ignore: decorator
@inline
export function outputOf(r: Rollout, t: i32): usize {
  return r.keepOutputs ? panelOf(r, r.outputs, r.rows, t) : r.outputs + slotOf(r, t);
}

/** The scaled errors after step t. */
// @ts-ignore: decorator
@inline
export function errorsOf(r: Rollout, t: i32): usize {
  return panelOf(r, r.errors, r.observedRows, t);
}

/** The gradient with respect to the state after step t; only one block of time is kept. */
// @ts-ignore: decorator
@inline
export function gradientOf(r: Rollout, t: i32): usize {
  return r.stateGradients + slotOf(r, t);
}

/** The place of the gradient with respect to the state before step t, which is that after step t − 1. */
// @ts-ignore: decorator
@inline
export function gradientBefore(r: Rollout, t: i32): usize {
  return r.stateGradients + slotOf(r, t + r.blockSteps - 1);
}

/** The gradient with respect to the pre-activations of step t; only one block of time is kept. */
// @ts-ignore: decorator
@inline
export function deltaOf(r: Rollout, t: i32): usize {
  return r.deltas + slotOf(r, t);
}

/** The observations x_t, and behind them the inputs. */
// @ts-ignore: decorator
@inline
export function windowOf(r: Rollout, t: i32): usize {
  return r.windows + <usize> (t * r.columns) * r.width;
}

/** Whether step t is the first of its block of time, the last of it on the way back. */
// @ts-ignore: decorator
@inline
export function endsBlock(r: Rollout, t: i32): bool {
  return t % r.blockSteps == 0;
}

/** Bytes of one row of the block of time that begins with step t. */
// @ts-ignore: decorator
@inline
export function blockBytes(r: Rollout, t: i32): usize {
  return <usize> min(r.blockSteps, r.length - t) * r.width;
}

/** Floats that a parameter of `count` numbers occupies, so that the next one starts on a 16-byte boundary. */
// @ts-ignore: decorator
@inline
export function padded(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Bytes that lie at least between the end of a block and the next one. */
const GAP: u64 = 64;

/** Gaps that are remembered: more than a rollout has blocks. */
const MOST_GAPS: i32 = 128;

/** Start and end of every gap of the layout, 16 bytes for each. */
const gaps: usize = memory.data(2048);
let gapCount: i32 = 0;
let cursor: u64 = 0;

/** Starts to place blocks at `base`. */
export function startLayout(base: usize): void {
  cursor = base;
  gapCount = 0;
}

/** Places a block of `count` 4-byte numbers on a 64-byte boundary, and a gap after it. */
export function placeBlock(count: i64): usize {
  const at = cursor;
  const end = cursor + (<u64> count << 2);
  cursor = (end + GAP + 63) & ~63;
  if (gapCount == MOST_GAPS) unreachable();
  const gap = gaps + ((<usize> gapCount) << 4);
  gapCount++;
  store<u64>(gap, end);
  store<u64>(gap, cursor, 8);
  return <usize> at;
}

/** Where the next block would be placed. */
export function layoutEnd(): f64 {
  return <f64> cursor;
}

/** How many gaps the layout has. */
export function gapsPlaced(): i32 {
  return gapCount;
}

/** Where gap `index` of the layout begins. */
export function gapStart(index: i32): f64 {
  return <f64> load<u64>(gaps + ((<usize> index) << 4));
}

/** Where gap `index` of the layout ends. */
export function gapEnd(index: i32): f64 {
  return <f64> load<u64>(gaps + ((<usize> index) << 4), 8);
}

/** How many of the `bytes` from `start` on repeat the word `pattern`, up to the first word that does not. */
export function bytesRepeating(start: usize, bytes: u32, pattern: i32): f64 {
  const wanted = i32x4.splat(pattern);
  let offset: u32 = 0;
  for (; offset + 32 <= bytes; offset += 32) {
    const at = start + offset;
    const other = v128.or(v128.xor(v128.load(at), wanted), v128.xor(v128.load(at, 16), wanted));
    if (v128.any_true(other)) break;
  }
  while (offset < bytes && load<i32>(start + offset) == pattern) offset += 4;
  return <f64> offset;
}
