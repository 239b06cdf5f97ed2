/**
 * The independent frequencies of a signal: one of a cycle, two or more of a torus.
 *
 * @module
 */
import { cos, log } from "../../numerics/elementary.ts";
import { powerSpectrum } from "../../numerics/fourier.ts";
import { median } from "../../numerics/statistics.ts";

/** What the lines of a spectrum say. */
export interface Frequencies {
  /** Independent frequencies, per row, the strongest first; all lines are sums of multiples of them. */
  readonly base: readonly number[];
  /** Rows of one period where there is one frequency; null else. */
  readonly period: number | null;
  /** Lines that stand above the rest. */
  readonly lines: number;
  /** Share of the power that lies in the lines. */
  readonly share: number;
}

/** Longest stretch that is transformed: a power of two. */
const LONGEST = 8192;
/** A line counts from this share of the strongest one on, and from this many medians of the spectrum. */
const WEAKEST = 1e-5;
const ABOVE_REST = 30;
/** A line that no sum explains is a frequency of its own from this share of the strongest one on. */
const OWN = 2e-3;
/** Multiples in a sum, all together, and most frequencies. */
const MULTIPLES = 10;
const MOST = 4;
/** Lines lie within this many bins of where a sum puts them. */
const NEAR = 0.6;
/** The strongest line may be a multiple of the fundamental. */
const HARMONICS = 8;
/** Half of the width of a line, in bins: that of the window. */
const HALF_WIDTH = 4;

interface Line {
  readonly frequency: number;
  readonly power: number;
  readonly bin: number;
}

/** The window of Blackman and Harris, whose lines are narrow and whose floor is 92 dB below. */
const windowed = (signal: Float64Array): Float64Array => {
  const turn = 2 * Math.PI / signal.length;
  return signal.map((value, i) =>
    value * (0.35875 - 0.48829 * cos(turn * i) + 0.14128 * cos(2 * turn * i) - 0.01168 * cos(3 * turn * i))
  );
};

const linesOf = (power: Float64Array, length: number): readonly Line[] => {
  const strongest = power.reduce((most, each) => Math.max(most, each), 0);
  const least = Math.max(WEAKEST * strongest, ABOVE_REST * median(power));
  const found: Line[] = [];
  for (let k = 2; k + 1 < power.length; k++) {
    const here = power[k]!;
    if (here < least || here < power[k - 1]! || here <= power[k + 1]!) continue;
    const [a, b, c] = [log(power[k - 1]!), log(here), log(power[k + 1]!)];
    const curve = a - 2 * b + c;
    const shift = curve < 0 ? (a - c) / (2 * curve) : 0;
    found.push({ frequency: (k + shift) / length, power: here, bin: k });
  }
  return found.sort((x, y) => y.power - x.power);
};

/** Distance of two frequencies of a sampled signal, which cannot tell f from 1 − f or 1 + f. */
const apart = (a: number, b: number): number => {
  const folded = (f: number) => Math.abs(f - Math.round(f));
  return Math.abs(folded(a) - folded(b));
};

const isSum = (frequency: number, base: readonly number[], tolerance: number, multiples: number): boolean => {
  const search = (at: number, sum: number, left: number): boolean => {
    if (at === base.length) return apart(frequency, sum) < tolerance;
    for (let m = -left; m <= left; m++) {
      if (search(at + 1, sum + m * base[at]!, left - Math.abs(m))) return true;
    }
    return false;
  };
  return search(0, 0, multiples);
};

/** What sums of frequencies are looked for. */
interface SumLimits {
  /** Most frequencies that are independent. */
  readonly most: number;
  /** Multiples in a sum of so many frequencies, all together. */
  readonly multiples: (count: number) => number;
}

const USUAL: SumLimits = { most: MOST, multiples: () => MULTIPLES };

/**
 * The independent ones of some frequencies, per row: all others are sums of multiples of them. Where all are multiples of one,
 * that is the only one, and there is a period.
 *
 * @param frequencies The strongest first.
 * @param tolerance How far a frequency may be from where a sum puts it.
 * @param limits Most frequencies that are independent, and how many multiples a sum of so many may have, all together.
 * @example A wave, its third harmonic, and another one
 * ```ts
 * import { independentOf } from "./frequencies.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(independentOf([0.05, 0.15], 1e-4), { base: [0.05], period: 20 });
 * assertEquals(independentOf([0.05, 0.15, 0.0309], 1e-4), { base: [0.05, 0.0309], period: null });
 * ```
 */
export const independentOf = (
  frequencies: readonly number[],
  tolerance: number,
  { most, multiples }: SumLimits = USUAL,
): Pick<Frequencies, "base" | "period"> => {
  const base: number[] = [];
  for (const frequency of frequencies) {
    if (base.length === most) break;
    if (!isSum(frequency, base, tolerance, multiples(base.length))) base.push(frequency);
  }
  const part = Array.from({ length: HARMONICS }, (_, j) => j + 1).find((j) =>
    base.length > 0 && frequencies.every((frequency) => {
      const multiple = frequency / (base[0]! / j);
      return Math.abs(multiple - Math.round(multiple)) * base[0]! / j < tolerance / 2;
    })
  );
  return part === undefined ? { base, period: null } : { base: [base[0]! / part], period: part / base[0]! };
};

/**
 * The independent frequencies of a signal.
 *
 * @param signal T samples with mean 0.
 * @example A torus of two frequencies, and a cycle of period 17
 * ```ts
 * import { frequenciesOf } from "./frequencies.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const torus = Float64Array.from({ length: 4096 }, (_, i) => sin(0.3 * i) + 0.6 * sin(0.3 * Math.SQRT2 * i));
 * assertEquals(frequenciesOf(torus).base.length, 2);
 * const cycle = Float64Array.from({ length: 4096 }, (_, i) => sin(2 * Math.PI * i / 17) + sin(4 * Math.PI * i / 17));
 * assertAlmostEquals(frequenciesOf(cycle).period!, 17, 0.05);
 * ```
 */
export const frequenciesOf = (signal: Float64Array): Frequencies => {
  let length = 64;
  while (2 * length <= Math.min(LONGEST, signal.length)) length *= 2;
  const power = powerSpectrum(windowed(signal.subarray(signal.length - length)));
  const lines = linesOf(power, length);
  const tolerance = NEAR / length;
  const strong = lines.filter(({ power: size }) => size >= OWN * lines[0]!.power);
  const { base, period } = independentOf(strong.map(({ frequency }) => frequency), tolerance);
  const counted = new Uint8Array(power.length);
  for (const { bin } of lines) {
    for (let k = Math.max(0, bin - HALF_WIDTH); k <= Math.min(power.length - 1, bin + HALF_WIDTH); k++) {
      counted[k] = 1;
    }
  }
  let [inLines, all] = [0, 0];
  for (let k = 1; k < power.length; k++) {
    all += power[k]!;
    if (counted[k] === 1) inLines += power[k]!;
  }
  return { base, period, lines: lines.length, share: all > 0 ? inLines / all : 0 };
};
