/**
 * What a value is compared with: a number, or the floor or the ceiling of the measure on the dataset of the runs.
 *
 * @module
 */
import { numberInWords } from "../../numerics/format.ts";
import { type Codec, where } from "../../core/codec/codec.ts";
import type { Result, RunResult } from "../result.ts";

/**
 * A number; or "floor", what an independent true trajectory scores; or "ceiling", what a fixed point at the mean does.
 */
export type Target = number | "floor" | "ceiling";

/** Decodes a target. */
export const targetCodec: Codec<Target> = where(
  'a finite number, "floor" or "ceiling"',
  (value): value is Target =>
    value === "floor" || value === "ceiling" || (typeof value === "number" && Number.isFinite(value)),
  { anyOf: [{ type: "number" }, { enum: ["floor", "ceiling"] }] },
);

/** The number that a target means; NaN when it isn't known, or differs between the datasets of the runs. */
export const valueOfTarget = (
  target: Target,
  measure: string,
  runs: readonly RunResult[],
  { data }: Result,
): number => {
  if (typeof target === "number") return target;
  const values = new Set(
    data.filter(({ id }) => runs.some((run) => run.data === id)).map(({ scale }) => scale[measure]?.[target]),
  );
  return values.size === 1 ? [...values][0] ?? NaN : NaN;
};

/** A target in a statement: "0.3 nats", "3 times the floor". */
export const targetInWords = (target: Target, times: number, unit: string): string =>
  typeof target === "number"
    ? numberInWords(times * target, unit)
    : `${times === 1 ? "" : `${numberInWords(times)} times `}the measure's ${target}`;
