/**
 * Generalized forcing: at every step the state is drawn some way towards the data's.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import type { ForcingSchedule } from "../../networks/schedule.ts";
import { type Codec, numberBetween } from "../../core/codec/codec.ts";
import { defineForcing, forcedOnce, type ForcingOf } from "./scheme.ts";

/** The schedule that starts at the data's state and then has strength α at every step. */
export const drawnBy = (length: number, alpha: number): ForcingSchedule => {
  const schedule = forcedOnce(length);
  schedule.strength.fill(alpha, 1);
  return schedule;
};

/** z ← (1 − α) z + α pinv(B) x_t at every step t ≥ 1; the window starts at the data's state. */
export const generalizedForcing: Kind<
  ForcingOf<"generalized", {
    readonly alpha: Codec<number>;
  }, "alpha">
> = defineForcing({
  kind: "generalized",
  title: "generalized forcing",
  references: ["Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, 13017–13049"],
  options: { alpha: numberBetween(0, 1) },
  span: null,
  labels: { alpha: { symbol: "α", quantity: "forcing strength α", unit: null } },
  first: "alpha",
  example: { alpha: 0.25 },
  schedule: ({ alpha }, { length }) => drawnBy(length, alpha),
});
