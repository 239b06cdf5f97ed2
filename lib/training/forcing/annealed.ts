/**
 * Sparse forcing with an interval that grows while the training goes on.
 *
 * @module
 */
import { forcedEvery, type ForcingScheme } from "./scheme.ts";
import { span } from "./span.ts";

/** The codecs of its settings. */
export const annealedOptions = { interval: span };

/** τ grows linearly from 1 in the first epoch to `interval` in the last, rounded to whole steps. */
export const annealed: ForcingScheme<"annealed", typeof annealedOptions> = {
  kind: "annealed",
  title: "sparse forcing, interval annealed from 1",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: annealedOptions,
  span: { option: "interval", what: "the forcing interval" },
  schedule: (_, { length, epoch, epochs }, interval) => {
    const done = epochs > 1 ? Math.min(1, epoch / (epochs - 1)) : 1;
    return forcedEvery(length, Math.round(1 + (interval - 1) * done));
  },
};
