/**
 * What of a signal repeats itself exactly with one period.
 *
 * @module
 */
import { atan2, cos, sin } from "../../../numerics/elementary.ts";
import { mean } from "../../../numerics/statistics.ts";

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

/** The cosine and the sine of a frequency over some rows, turned on from row to row. */
const along = (
  frequency: number,
  from: number,
  to: number,
  at: (row: number, c: number, s: number) => void,
): void => {
  const turn = 2 * Math.PI * frequency;
  const [stepCos, stepSin] = [cos(turn), sin(turn)];
  let [c, s] = [cos(turn * from), sin(turn * from)];
  for (let row = from; row < to; row++) {
    at(row, c, s);
    const next = c * stepCos - s * stepSin;
    s = s * stepCos + c * stepSin;
    c = next;
  }
};

/** The sums of a signal with the cosine and the sine of a frequency, over some rows. */
const sumsWith = (
  signal: Float64Array,
  frequency: number,
  from: number,
  to: number,
): readonly [number, number] => {
  let [withCos, withSin] = [0, 0];
  along(frequency, from, to, (row, c, s) => {
    withCos += signal[row]! * c;
    withSin += signal[row]! * s;
  });
  return [withCos, withSin];
};

/** Below this share of what it is at other frequencies the sine counts for nothing: half a turn from row to row has none. */
const NOTHING = 1e-9;

/** Takes the wave of a frequency that fits best off a signal. */
const takeOff = (signal: Float64Array, frequency: number): void => {
  const rows = signal.length;
  const [withCos, withSin] = sumsWith(signal, frequency, 0, rows);
  let [cosCos, cosSin, sinSin] = [0, 0, 0];
  along(frequency, 0, rows, (_, c, s) => {
    cosCos += c * c;
    cosSin += c * s;
    sinSin += s * s;
  });
  const determinant = cosCos * sinSin - cosSin * cosSin;
  const [a, b] = determinant > NOTHING * rows * rows
    ? [
      (withCos * sinSin - withSin * cosSin) / determinant,
      (withSin * cosCos - withCos * cosSin) / determinant,
    ]
    : [withCos / cosCos, 0];
  along(frequency, 0, rows, (row, c, s) => {
    signal[row] = signal[row]! - a * c - b * s;
  });
};

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

/** A frequency as exact as the signal is long: its phase is compared between halves of ever longer stretches. */
const refined = (signal: Float64Array, first: number): number => {
  const rows = signal.length;
  const multiple = strongestOf(signal.subarray(0, Math.min(rows, FIRST)), first);
  let frequency = first * multiple;
  for (let length = Math.min(rows, FIRST);; length = Math.min(rows, 2 * length)) {
    const half = length >> 1;
    const [a, b] = sumsWith(signal, frequency, 0, half);
    const [c, d] = sumsWith(signal, frequency, half, 2 * half);
    frequency += atan2(c * b - a * d, a * c + b * d) / (2 * Math.PI * half);
    if (length === rows) return frequency / multiple;
  }
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
    for (const multiple of multiplesOf(frequency)) takeOff(rest, multiple * frequency);
  }
  return { period: 1 / frequency, rest };
};
