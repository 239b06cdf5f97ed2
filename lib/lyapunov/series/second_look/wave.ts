/**
 * One sine wave in a signal: its frequency, as exact as the signal is long, and what it leaves.
 *
 * @module
 */
import { atan2, cos, sin } from "../../../numerics/elementary.ts";

/** A wave: a cos 2πft + b sin 2πft over the rows t of a signal. */
export interface Wave {
  /** Frequency f, per row. */
  readonly frequency: number;
  /** The factor a of the cosine, in units of the signal. */
  readonly cosine: number;
  /** The factor b of the sine. */
  readonly sine: number;
}

/** Below this share of what it is at other frequencies the sine counts for nothing: half a turn from row to row has none. */
const NOTHING = 1e-9;

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
export const sumsWith = (
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

/** The wave of a frequency that fits a signal best. */
export const waveIn = (signal: Float64Array, frequency: number): Wave => {
  const rows = signal.length;
  const [withCos, withSin] = sumsWith(signal, frequency, 0, rows);
  let [cosCos, cosSin, sinSin] = [0, 0, 0];
  along(frequency, 0, rows, (_, c, s) => {
    cosCos += c * c;
    cosSin += c * s;
    sinSin += s * s;
  });
  const determinant = cosCos * sinSin - cosSin * cosSin;
  const hasSine = determinant > NOTHING * rows * rows;
  return {
    frequency,
    cosine: hasSine ? (withCos * sinSin - withSin * cosSin) / determinant : withCos / cosCos,
    sine: hasSine ? (withSin * cosCos - withCos * cosSin) / determinant : 0,
  };
};

/** Adds a wave to a signal, in place. */
export const putOn = (signal: Float64Array, { frequency, cosine, sine }: Wave): void =>
  along(frequency, 0, signal.length, (row, c, s) => {
    signal[row] = signal[row]! + (cosine * c + sine * s);
  });

/** Takes a wave off a signal, in place. */
export const takeOff = (signal: Float64Array, { frequency, cosine, sine }: Wave): void =>
  along(frequency, 0, signal.length, (row, c, s) => {
    signal[row] = signal[row]! - cosine * c - sine * s;
  });

/**
 * A frequency as exact as the signal is long: its phase is compared between halves of ever longer stretches.
 *
 * @param signal T samples with mean 0.
 * @param near About the frequency, per row.
 * @param first Rows over which phases are compared at first: as many as the frequency is known from, or fewer.
 */
export const frequencyNear = (signal: Float64Array, near: number, first: number): number => {
  const rows = signal.length;
  let frequency = near;
  for (let length = Math.min(rows, first);; length = Math.min(rows, 2 * length)) {
    const half = length >> 1;
    const [a, b] = sumsWith(signal, frequency, 0, half);
    const [c, d] = sumsWith(signal, frequency, half, 2 * half);
    frequency += atan2(c * b - a * d, a * c + b * d) / (2 * Math.PI * half);
    if (length === rows) return frequency;
  }
};
