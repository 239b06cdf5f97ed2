/**
 * Whether a series changes in the course of time: its level, its width, its spectrum. What changes has no exponent of its
 * own, so this decides before anything else does.
 *
 * @module
 */
import { exp, log } from "../../numerics/elementary.ts";
import { mean, squaresAround } from "../../numerics/statistics.ts";
import { mannKendall } from "../stationarity.ts";

/** One thing that changes. */
export interface Change {
  /** What it is. */
  readonly what: "level" | "width" | "spectrum";
  /** Column, from 0. */
  readonly column: number;
  /** From the first half to the second: of the level in standard deviations, of the others as logarithm of a ratio. */
  readonly size: number;
  /** Statistic of Mann and Kendall over the blocks: normal with deviation 1 where nothing changes steadily. */
  readonly trend: number;
  /** Student's t of the difference between the halves. */
  readonly t: number;
  /** Whether it is so large that no verdict on the whole series makes sense. */
  readonly decides: boolean;
}

/** Blocks of the series. */
const BLOCKS = 20;
/** Mann and Kendall's statistic that chance exceeds once in ten thousand. */
const STEADY = 3.9;
/** Student's t for 18 degrees of freedom that chance exceeds once in ten thousand. */
const JUMP = 5;
/** A change is reported from this size on, and decides the verdict from that size on. */
const TOLD = { level: 0.3, width: 0.2, spectrum: 0.15 } as const;
const DECIDES = { level: 0.9, width: 0.4, spectrum: 0.25 } as const;

/** What is looked at in each block: its mean, the logarithm of its width, and that of its steps in units of the width. */
const traitsOf = (values: Float64Array): readonly [number, number, number] => {
  const centre = mean(values);
  let [squares, steps] = [0, 0];
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) * (values[i]! - centre);
  for (let i = 1; i < values.length; i++) {
    steps += (values[i]! - values[i - 1]!) * (values[i]! - values[i - 1]!);
  }
  const width = log(Math.max(Number.MIN_VALUE, squares / values.length)) / 2;
  const step = log(Math.max(Number.MIN_VALUE, steps / (values.length - 1))) / 2;
  return [centre, width, step - width];
};

const tOf = (values: readonly number[], size: number): number => {
  const half = values.length >> 1;
  const spread = squaresAround(values.slice(0, half)) + squaresAround(values.slice(half));
  return size === 0
    ? 0
    : Math.abs(size) / Math.sqrt(Math.max(Number.MIN_VALUE, spread / (half * (half - 1))));
};

/**
 * What changes in a series, the largest in its own measure first. A steady change shows in the order of twenty blocks, a
 * jump in the difference of its halves.
 *
 * @param columns N signals of T samples with standard deviation 1.
 * @source H. B. Mann (1945), Nonparametric tests against trend, Econometrica 13, 245–259.
 * @example A wave whose frequency doubles
 * ```ts
 * import { changesOf } from "./changes.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const wave = (rise: number) => Float64Array.from({ length: 4000 }, (_, i) => 1.41 * sin(0.2 * i + rise * i * i));
 * assertEquals(changesOf([wave(0)]), []);
 * const [change] = changesOf([wave(2.5e-5)]);
 * assertEquals([change?.what, change?.decides], ["spectrum", true]);
 * ```
 */
export const changesOf = (columns: readonly Float64Array[]): readonly Change[] => {
  const found = columns.flatMap((signal, column) => {
    const length = Math.floor(signal.length / BLOCKS);
    const blocks = Array.from(
      { length: BLOCKS },
      (_, block) => traitsOf(signal.subarray(block * length, (block + 1) * length)),
    );
    return (["level", "width", "spectrum"] as const).flatMap((what, trait): readonly Change[] => {
      const values = blocks.map((block) => block[trait]!);
      const half = BLOCKS / 2;
      const size = mean(values.slice(half)) - mean(values.slice(0, half));
      const [trend, t] = [mannKendall(values), tOf(values, size)];
      const isChance = Math.abs(trend) < STEADY && t < JUMP;
      return isChance || Math.abs(size) < TOLD[what]
        ? []
        : [{ what, column, size, trend, t, decides: Math.abs(size) >= DECIDES[what] }];
    });
  });
  const share = ({ what, size }: Change) => Math.abs(size) / DECIDES[what];
  return found.sort((a, b) => share(b) - share(a));
};

/** Rows in which a signal stands still. */
export interface Standstill {
  /** First row, from 1. */
  readonly from: number;
  /** Last row. */
  readonly to: number;
  /** The value at which it stands. */
  readonly value: number;
}

/** A standstill counts with this many rows, as a share of all and in rows. */
const LONG = { share: 0.03, rows: 25 } as const;
/** … and when it is this many times as long as any other. */
const EXCEPTIONAL = 5;

/**
 * The longest stretch of equal values, where it is so long that the signal stopped there; undefined where none is.
 * Rounded signals rest for a while again and again, so that it must be much longer than the others.
 *
 * @param signal T samples.
 * @example The second half is a constant
 * ```ts
 * import { standstillOf } from "./changes.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const stopped = Float64Array.from({ length: 400 }, (_, i) => i < 200 ? (i * i) % 17 : 3);
 * assertEquals(standstillOf(stopped), { from: 201, to: 400, value: 3 });
 * ```
 */
export const standstillOf = (signal: Float64Array): Standstill | undefined => {
  let [longest, second] = [{ from: 0, to: 0 }, 0];
  for (let start = 0; start < signal.length;) {
    let end = start + 1;
    while (end < signal.length && signal[end] === signal[start]) end++;
    if (end - start > longest.to - longest.from) {
      second = longest.to - longest.from;
      longest = { from: start, to: end };
    } else if (end - start > second) second = end - start;
    start = end;
  }
  const length = longest.to - longest.from;
  return length < Math.max(LONG.rows, LONG.share * signal.length) || length < EXCEPTIONAL * second
    ? undefined
    : { from: longest.from + 1, to: longest.to, value: signal[longest.from]! };
};

/** From this share of equal values on a signal is almost constant. */
const ALMOST = 0.9;

/**
 * The value that almost all samples have, with their share; undefined where there is none.
 *
 * @param signal T samples.
 */
export const almostConstant = (
  signal: Float64Array,
): { readonly value: number; readonly share: number } | undefined => {
  const sorted = signal.slice().sort();
  const value = sorted[sorted.length >> 1]!;
  let count = 0;
  for (const each of sorted) if (each === value) count++;
  const share = count / signal.length;
  return share < ALMOST ? undefined : { value, share };
};

const percentOf = (logarithm: number): string =>
  `${Math.round(100 * Math.abs(exp(logarithm) - 1))} % ${logarithm > 0 ? "more" : "less"}`;

/** A change in words. */
export const changeText = ({ what, column, size }: Change, name = `column ${column + 1}`): string =>
  what === "level"
    ? `the mean of ${name} moves by ${Math.abs(size).toPrecision(2)} standard deviations`
    : what === "width"
    ? `the width of ${name} changes: it varies ${percentOf(size)} later on`
    : `the spectrum of ${name} changes: it moves ${percentOf(size)} from row to row later on`;
