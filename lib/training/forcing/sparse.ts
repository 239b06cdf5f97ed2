/**
 * Sparse forcing: the state is replaced by the data's every τ steps.
 *
 * @module
 */
import { forcedEvery, type ForcingScheme } from "./scheme.ts";
import { span } from "./span.ts";

/** The codecs of its settings. */
export const sparseOptions = { interval: span };

/** z ← pinv(B) x_t at t = 0, τ, 2τ …; the gradient is cut there. */
export const sparse: ForcingScheme<"sparse", typeof sparseOptions> = {
  kind: "sparse",
  title: "sparse forcing",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: sparseOptions,
  span: { option: "interval", what: "the forcing interval" },
  schedule: (_, { length }, interval) => forcedEvery(length, interval),
};
