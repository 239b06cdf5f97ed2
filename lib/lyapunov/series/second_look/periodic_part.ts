/**
 * What of a signal repeats itself exactly with one period.
 *
 * @module
 */
import { mean } from "../../../numerics/statistics.ts";
import { frequencyNear, sumsWith, takeOff, waveIn } from "./wave.ts";

/** The periodic part of a signal. */
export interface PeriodicPart {
  /** Its period, in rows. */
  readonly period: number;
  /** What is left of the signal without it, with mean 0. */
  readonly rest: Float64Array;
}

/** Multiples of the frequency that the periodic part has at most: a wave with steeper flanks counts only in part. */
const MULTIPLES = 20;
/** Turns from row to row up to which a wave is taken for itself; a little more than a half, for half a turn is found inexactly. */
const HALF = 0.501;
/** Rounds in which the multiples are fitted one after the other: they disturb each other where the last period is cut. */
const ROUNDS = 3;
/** Rows over which phases are compared at first: as many as the period was found from, or fewer. */
const FIRST = 512;

/** The multiples of a frequency that a sampled signal can show. */
const multiplesOf = (frequency: number): readonly number[] =>
  Array.from({ length: MULTIPLES }, (_, i) => i + 1).filter((multiple) => multiple * frequency < HALF);

const strongestOf = (signal: Float64Array, frequency: number): number => {
  const power = multiplesOf(frequency).map((multiple) => {
    const [c, s] = sumsWith(signal, multiple * frequency, 0, signal.length);
    return c * c + s * s;
  });
  return power.indexOf(Math.max(...power)) + 1;
};

/** A frequency as exact as the signal is long, from its strongest multiple. */
const refined = (signal: Float64Array, near: number): number => {
  const multiple = strongestOf(signal.subarray(0, Math.min(signal.length, FIRST)), near);
  return frequencyNear(signal, near * multiple, FIRST) / multiple;
};

/**
 * The part of a signal that repeats itself with one period throughout, and what is left. A wave whose phase wanders, or
 * that dies and is born again, leaves much of its power behind.
 *
 * @param signal T samples.
 * @param period About its period, in rows.
 * @example A wave leaves nothing but the noise on it
 * ```ts
 * import { periodicPart } from "./periodic_part.ts";
 * import { sin } from "../../../numerics/elementary.ts";
 * import { normals, stream } from "../../../numerics/random.ts";
 * import { squaresAround } from "../../../numerics/statistics.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const noise = normals(stream(1, "noise"), 3000);
 * const found = periodicPart(noise.map((value, row) => 5 * sin(2 * Math.PI * row / 17.3) + value / 10), 17.25);
 * assertAlmostEquals(found.period, 17.3, 1e-3);
 * assertAlmostEquals(squaresAround(found.rest) / 3000, 0.01, 1e-3);
 * ```
 */
export const periodicPart = (signal: Float64Array, period: number): PeriodicPart => {
  const centre = mean(signal);
  const rest = signal.map((value) => value - centre);
  const frequency = refined(rest, 1 / period);
  for (let round = 0; round < ROUNDS; round++) {
    for (const multiple of multiplesOf(frequency)) takeOff(rest, waveIn(rest, multiple * frequency));
  }
  return { period: 1 / frequency, rest };
};
