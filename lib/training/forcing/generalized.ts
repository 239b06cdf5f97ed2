/**
 * Generalized forcing: at every step the state is drawn some way towards the data's.
 *
 * @module
 */
import type { Schedule } from "../../networks/schedule.ts";
import { numberBetween } from "../../codec/codec.ts";
import { forcedOnce, type ForcingScheme } from "./scheme.ts";

/** The codecs of its settings. */
export const generalizedOptions = { alpha: numberBetween(0, 1) };

/** The schedule that starts at the data's state and then has strength α at every step. */
export const drawnBy = (length: number, alpha: number): Schedule => {
  const schedule = forcedOnce(length);
  schedule.strength.fill(alpha, 1);
  return schedule;
};

/** z ← (1 − α) z + α pinv(B) x_t at every step t ≥ 1; the window starts at the data's state. */
export const generalized: ForcingScheme<"generalized", typeof generalizedOptions> = {
  kind: "generalized",
  title: "generalized forcing",
  references: ["Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, 13017–13049"],
  options: generalizedOptions,
  span: null,
  schedule: ({ alpha }, { length }) => drawnBy(length, alpha),
};
