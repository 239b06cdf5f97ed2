// The rollout of one batch, for every cell: place, prepare, derive, forward, backward and finish are the cell's own.
import {
  addObservationGradients,
  beginBackward,
  beginForward,
  endBackward,
  enterStep,
  leaveStep,
  observeStep,
} from "./frame";
import {
  backwardDendritic,
  finishDendritic,
  forwardDendritic,
  placeDendritic,
  prepareDendritic,
} from "./dendritic_plrnn";
import { backwardGru, finishGru, forwardGru, placeGru, prepareGru } from "./gru";
import { isHalved, setHalf } from "./halves";
import { backwardLstm, finishLstm, forwardLstm, placeLstm, prepareLstm } from "./lstm";
import { Rollout } from "./memory";
import {
  backwardPlrnn,
  derivePlrnn,
  finishPlrnn,
  forwardPlrnn,
  placePlrnn,
  preparePlrnn,
} from "./plrnn";
import { backwardRnn, finishRnn, forwardRnn, placeRnn, prepareRnn } from "./rnn";
import {
  backwardShallow,
  finishShallow,
  forwardShallow,
  placeShallow,
  prepareShallow,
} from "./shallow_plrnn";
import { backwardTraced, finishTraced, forwardTraced, prepareTraced } from "./traced";

// The numbers by which lib/networks/kernels/rollout.ts knows the cells.
const PLRNN: i32 = 0;
const RNN: i32 = 1;
const LSTM: i32 = 2;
const GRU: i32 = 3;
const SHALLOW: i32 = 4;
const CLIPPED: i32 = 5;
const DENDRITIC: i32 = 6;
const ALMOST_LINEAR: i32 = 7;
/** A cell of a user's, whose step was traced. */
export const TRACED: i32 = 8;

/** Whether a cell keeps the ramps of its state, as the PLRNN does. */
// @ts-ignore: decorator
@inline
function rectifies(r: Rollout): bool {
  return r.cell == PLRNN || r.cell == ALMOST_LINEAR;
}

/** Sizes and addresses of everything. */
export function placeCell(r: Rollout, seriesRows: i32): void {
  if (r.cell == PLRNN) placePlrnn(r, 0, seriesRows);
  else if (r.cell == ALMOST_LINEAR) placePlrnn(r, r.units - r.option, seriesRows);
  else if (r.cell == DENDRITIC) placeDendritic(r, seriesRows);
  else if (r.cell == RNN) placeRnn(r, seriesRows);
  else if (r.cell == LSTM) placeLstm(r, seriesRows);
  else if (r.cell == GRU) placeGru(r, seriesRows);
  else placeShallow(r, r.cell == CLIPPED, seriesRows);
}

function prepare(r: Rollout): void {
  if (r.cell == TRACED) return prepareTraced(r);
  if (rectifies(r)) preparePlrnn(r, r.cell == ALMOST_LINEAR);
  else if (r.cell == DENDRITIC) prepareDendritic(r);
  else if (r.cell == RNN) prepareRnn(r);
  else if (r.cell == LSTM) prepareLstm(r);
  else if (r.cell == GRU) prepareGru(r);
  else prepareShallow(r);
}

function forward(r: Rollout, t: i32): void {
  if (r.cell == TRACED) return forwardTraced(r, t);
  if (rectifies(r)) forwardPlrnn(r, t);
  else if (r.cell == DENDRITIC) forwardDendritic(r, t);
  else if (r.cell == RNN) forwardRnn(r, t);
  else if (r.cell == LSTM) forwardLstm(r, t);
  else if (r.cell == GRU) forwardGru(r, t);
  else if (r.cell == SHALLOW) forwardShallow(r, t, false);
  else forwardShallow(r, t, true);
}

function backward(r: Rollout, t: i32): void {
  if (r.cell == TRACED) return backwardTraced(r, t);
  if (rectifies(r)) backwardPlrnn(r, t);
  else if (r.cell == DENDRITIC) backwardDendritic(r, t);
  else if (r.cell == RNN) backwardRnn(r, t);
  else if (r.cell == LSTM) backwardLstm(r, t);
  else if (r.cell == GRU) backwardGru(r, t);
  else if (r.cell == SHALLOW) backwardShallow(r, t, false);
  else backwardShallow(r, t, true);
}

function finish(r: Rollout): void {
  if (r.cell == TRACED) return finishTraced(r);
  if (rectifies(r)) finishPlrnn(r, r.cell == ALMOST_LINEAR);
  else if (r.cell == DENDRITIC) finishDendritic(r);
  else if (r.cell == RNN) finishRnn(r);
  else if (r.cell == LSTM) finishLstm(r);
  else if (r.cell == GRU) finishGru(r);
  else finishShallow(r);
}

/** Loss of one batch, and the gradients of all parameters if they are wanted. */
export function runCell(r: Rollout, gradients: bool): f64 {
  const T = r.length;
  setHalf(isHalved(r));
  const count = <f64> r.whole * <f64> T * <f64> r.observations;
  const factor = <f32> (2 / count);
  let loss: f64 = 0;
  beginForward(r);
  prepare(r);
  for (let t = 0; t < T; t++) {
    if (enterStep(r, t) && rectifies(r)) derivePlrnn(r, t);
    forward(r, t);
    loss += observeStep(r, t, factor);
    if (gradients) addObservationGradients(r, t);
  }
  if (!gradients) return loss / count;

  beginBackward(r);
  for (let t = T - 1; t >= 0; t--) {
    backward(r, t);
    leaveStep(r, t);
  }
  finish(r);
  endBackward(r);
  return loss / count;
}
