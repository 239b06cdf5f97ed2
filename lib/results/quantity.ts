/**
 * The numbers of a run that a claim may be about: its measures, and what its exponents and its training show.
 *
 * @module
 */
import { own } from "../core/codec/own.ts";
import { measureOf } from "../measures/catalogue.ts";
import { measureNamed } from "../measures/identity.ts";
import { worstOf } from "../numerics/statistics.ts";
import type { RunResult } from "./result.ts";

/** A number that every run has, or a reason why it has none. */
export interface Quantity {
  /** By which claims name it. */
  readonly name: string;
  /** Empty for a pure number. */
  readonly unit: string;
  /** What a run without the number counts as: infinitely bad; NaN where neither side is the bad one. */
  readonly missing: number;
  /** The number of a run; null if it came to none, undefined if nobody looked. */
  readonly of: (run: RunResult) => number | null | undefined;
}

const derived: readonly Quantity[] = [
  {
    name: "largest exponent",
    unit: "nats/step",
    missing: NaN,
    of: ({ spectrum }) => spectrum?.exponents[0],
  },
  {
    name: "gradient growth rate",
    unit: "nats/step",
    missing: NaN,
    of: ({ gradientNorms }) => gradientNorms?.slope.value,
  },
  {
    name: "Kaplan-Yorke dimension",
    unit: "",
    missing: NaN,
    of: ({ spectrum }) => spectrum?.kaplanYorke?.value,
  },
  {
    name: "gradient log-norm in training",
    unit: "nats",
    missing: NaN,
    of: ({ monitor }) => monitor?.at(-1)?.untruncated,
  },
  {
    name: "gradient log-norm over τ in training",
    unit: "nats",
    missing: NaN,
    of: ({ monitor }) => monitor?.at(-1)?.overInterval,
  },
  {
    name: "largest loss gradient",
    unit: "",
    missing: Infinity,
    of: ({ outcome, history: { gradientNorm } }) =>
      outcome.kind === "diverged" || gradientNorm.length === 0
        ? null
        : gradientNorm.reduce((largest, norm) => Math.max(largest, norm)),
  },
  {
    name: "training loss",
    unit: "",
    missing: Infinity,
    of: ({ outcome, history: { loss } }) => outcome.kind === "trained" ? loss[loss.length - 1] : null,
  },
];

/** Names of the quantities that every run has, regardless of its measures. */
export const derivedQuantities: readonly string[] = derived.map(({ name }) => name);

/**
 * A quantity by its name: one of `derivedQuantities`, or a measure as it is named in tables, "D_stsp (paper)".
 *
 * @example Runs without a value count as infinitely bad
 * ```ts
 * import { quantityOf } from "./quantity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([quantityOf("D_stsp (paper)").missing, quantityOf("PSC").missing], [Infinity, -Infinity]);
 * ```
 */
export const quantityOf = (name: string): Quantity => {
  const known = derived.find((quantity) => quantity.name === name);
  if (known !== undefined) return known;
  const settings = measureNamed(name);
  const measure = settings === null ? undefined : measureOf(settings);
  return {
    name,
    unit: measure?.unit ?? "",
    missing: measure === undefined ? NaN : worstOf(measure.better),
    of: (run) => own(run.measures, name)?.value,
  };
};
