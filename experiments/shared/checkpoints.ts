/**
 * Networks that are forced every 30 steps on the Lorenz system, each at the end of its training and at its best checkpoint.
 *
 * @module
 */
import * as lyap from "../../experiment.ts";
import { lorenzInFull } from "./recordings.ts";
import { lorenzData, paperCells } from "./sweep.ts";

const [plrnn, rnn, lstm] = paperCells;

/** How they are trained: Adam with the paper's rate, a checkpoint every 300 epochs. */
export const keepsCheckpoints = {
  optimiser: { kind: "adam", learningRate: 1e-3 },
  epochs: 3000,
  checkpoints: { every: 300 },
} as const;

/** Three seeds. */
export const seed = [1, 2, 3];

/** Forced every 30 steps, at the end and at the best checkpoint. */
const forced = { checkpoint: ["last", "best"], forcing: [lyap.forcing.sparse(30)], seed } as const;

/** All three cells on our Lorenz series; the LSTM needs fewer epochs. */
export const forcedOnLorenz = lyap.sweep({ cell: [plrnn, rnn], ...forced }, {
  cell: [lstm],
  epochs: [1000],
  ...forced,
});

/** All three cells on our Lorenz series and on the authors'. */
export const forcedOnBoth = lyap.sweep({ dataset: [lorenzData, lorenzInFull], cell: paperCells, ...forced });
