/**
 * Whether the neighbours of a series part more slowly than those of linear noise with the same spectrum, by surrogates:
 * series that have the spectrum and the values, and none of the nonlinear structure.
 *
 * @module
 */
import { followNearest, meanDivergence, referencePoints } from "./divergence.ts";
import { permutationEntropy } from "./patterns.ts";
import { neighbourSearch } from "./neighbours.ts";
import { delayCoordinates } from "./state_space.ts";
import { mean } from "../../numerics/statistics.ts";
import { fourier, inverseTransform } from "../../numerics/fourier.ts";
import { distinctIntegers, stream, substream } from "../../numerics/random.ts";

/** The outcome of the test against surrogates. */
export interface Determinism {
  /** How many nats nearer the neighbours of the series stay than those of the surrogates on average. */
  readonly gain: number;
  /** Surrogates whose neighbours part at least as slowly as those of the series. */
  readonly asGood: number;
  /** Number of surrogates. */
  readonly surrogates: number;
  /** Whether the series differs from linear noise: no surrogate is as good, and the gain is worth a fifth of a nat. */
  readonly found: boolean;
  /** Permutation entropy of the series, the mean of the surrogates', and how many of them are as low. */
  readonly patterns: { readonly own: number; readonly surrogates: number; readonly asLow: number };
}

/** With 19 surrogates a series of linear noise comes out best of 20 by chance once in 20 times. */
const SURROGATES = 19;
const LEAST_GAIN = 0.2;
const REFERENCES = 400;

/**
 * Compares the divergence of nearest neighbours over six delays with that of 19 surrogates.
 *
 * Coloured noise is predictable for a while, and its neighbours part gradually, as those of a chaotic orbit do. What it
 * cannot do is to be predicted better from its neighbours than its surrogates are.
 *
 * @param columns N signals with standard deviation 1.
 * @param embedding Copies of each column and the delay between them.
 * @param theiler Neighbours in time up to this many steps are left out.
 * @returns The comparison, or undefined when the series is too short for it.
 * @source Theiler, Eubank, Longtin, Galdrikian & Farmer (1992), Physica D 58, 77–94.
 */
export const determinism = (
  columns: readonly Float64Array[],
  embedding: { readonly copies: number; readonly delay: number },
  theiler: number,
): Determinism | undefined => {
  const length = 6 * embedding.delay + 4;
  const stretch = seamlessStretch(columns);
  const parting = (signals: readonly Float64Array[]): number | undefined => {
    const space = delayCoordinates(signals, embedding.copies, embedding.delay);
    const count = space.count - length;
    if (count < 4 * theiler + 20) return undefined;
    const nearest = neighbourSearch(space, count);
    const references = referencePoints(count, REFERENCES);
    const pairs = followNearest(space, {
      references,
      neighbours: Array.from(references, (row) => nearest(row, 1, theiler)),
      length,
      stride: Math.max(1, Math.floor(length / 20)),
      span: 0,
    });
    const curve = meanDivergence(pairs, count, 1);
    let sum = 0;
    for (let p = 1; p < curve.mean.length; p++) sum += curve.mean[p]!;
    return Number.isFinite(sum) ? sum / (curve.mean.length - 1) : undefined;
  };
  const own = parting(stretch);
  if (own === undefined) return undefined;
  const others: number[] = [];
  const patterns = permutationEntropy(stretch[0]!, embedding.delay);
  const ofSurrogates: number[] = [];
  // One surrogate as good as the series decides, and those after it cannot change that.
  for (let index = 0; index < SURROGATES && !others.some((value) => value <= own); index += 2) {
    for (const surrogate of surrogates(stretch, Math.min(2, SURROGATES - index), index)) {
      const value = parting(surrogate);
      ofSurrogates.push(permutationEntropy(surrogate[0]!, embedding.delay));
      if (value !== undefined) others.push(value);
    }
  }
  if (others.length === 0) return undefined;
  const gain = mean(others) - own;
  const asGood = others.filter((value) => value <= own).length;
  return {
    gain,
    asGood,
    surrogates: others.length,
    found: asGood === 0 && gain > LEAST_GAIN,
    patterns: {
      own: patterns,
      surrogates: mean(ofSurrogates),
      asLow: ofSurrogates.filter((value) => value <= patterns).length,
    },
  };
};

/** Longest stretch that is used, in steps: for one column, and for all columns together. */
const LONGEST = 8_000;
const LONGEST_TOGETHER = 16_000;
/** Rounds after which spectrum and values agree to within a per cent or so where the values are not skewed, and at most. */
const FEWEST_ROUNDS = 12;
const MOST_ROUNDS = 48;
/** A round that lessens the error of the spectrum by a smaller share than this is the last one. */
const CONVERGED = 0.03;

/** The largest product of 2, 3 and 5 that is at most `limit`. */
const smoothLength = (limit: number): number => {
  let best = 1;
  for (let twos = 1; twos <= limit; twos *= 2) {
    for (let threes = twos; threes <= limit; threes *= 3) {
      for (let fives = threes; fives <= limit; fives *= 5) best = Math.max(best, fives);
    }
  }
  return best;
};

/**
 * The stretch of a series whose end fits its beginning best, in value and slope: a Fourier transform takes the series
 * for periodic, and a jump at the seam would make the surrogates rougher than the series is.
 *
 * @param columns N signals of T samples with standard deviation 1.
 */
export const seamlessStretch = (columns: readonly Float64Array[]): readonly Float64Array[] => {
  const rows = columns[0]!.length;
  const length = smoothLength(Math.min(LONGEST, LONGEST_TOGETHER / columns.length, 0.95 * rows));
  let best = 0;
  let smallest = Infinity;
  for (let start = 0; start + length < rows; start++) {
    let gap = 0;
    for (const values of columns) {
      const step = values[start + length]! - values[start]!;
      const slope = values[start + length]! - values[start + length - 1]! - values[start + 1]! +
        values[start]!;
      gap += step * step + slope * slope;
    }
    if (gap < smallest) {
      smallest = gap;
      best = start;
    }
  }
  return columns.map((values) => values.slice(best, best + length));
};

/** A signal in frequencies; of two real signals at once where it is the transform of the first plus i times the second. */
interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The phases of one signal in all columns, as they are turned by one common angle to the phases that are wanted. */
const angleTo = (
  wanted: readonly Spectrum[],
  real: Float64Array,
  imaginary: Float64Array,
  k: number,
): readonly [cosine: number, sine: number] => {
  let turnReal = 0;
  let turnImaginary = 0;
  wanted.forEach((column, c) => {
    const wr = column.real[k]!;
    const wi = column.imaginary[k]!;
    const size = Math.sqrt(real[c]! * real[c]! + imaginary[c]! * imaginary[c]!) *
      Math.sqrt(wr * wr + wi * wi);
    if (size === 0) return;
    turnReal += (real[c]! * wr + imaginary[c]! * wi) / size;
    turnImaginary += (imaginary[c]! * wr - real[c]! * wi) / size;
  });
  const size = Math.sqrt(turnReal * turnReal + turnImaginary * turnImaginary);
  return size > 0 ? [turnReal / size, turnImaginary / size] : [1, 0];
};

/**
 * Gives two surrogates at once the spectra that are wanted, in place: as they are real, the transform of the first plus i
 * times the second holds both, and half of the frequencies tell all.
 *
 * @returns How far the first of them was from it: the sum of squared differences of the sizes.
 */
const imposeSpectra = (wanted: readonly Spectrum[], pair: readonly Spectrum[]): number => {
  const columns = wanted.length;
  const length = pair[0]!.real.length;
  const [firstReal, firstImaginary, secondReal, secondImaginary] = Array.from(
    { length: 4 },
    () => new Float64Array(columns),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  let error = 0;
  for (let k = 0; k <= length / 2; k++) {
    const mirror = (length - k) % length;
    pair.forEach(({ real, imaginary }, c) => {
      firstReal[c] = (real[k]! + real[mirror]!) / 2;
      firstImaginary[c] = (imaginary[k]! - imaginary[mirror]!) / 2;
      secondReal[c] = (imaginary[k]! + imaginary[mirror]!) / 2;
      secondImaginary[c] = (real[mirror]! - real[k]!) / 2;
    });
    for (let c = 0; c < columns; c++) {
      const size = Math.sqrt(firstReal[c]! * firstReal[c]! + firstImaginary[c]! * firstImaginary[c]!);
      const { real, imaginary } = wanted[c]!;
      const off = size - Math.sqrt(real[k]! * real[k]! + imaginary[k]! * imaginary[k]!);
      error += off * off;
    }
    const [c1, s1] = angleTo(wanted, firstReal, firstImaginary, k);
    const [c2, s2] = angleTo(wanted, secondReal, secondImaginary, k);
    pair.forEach(({ real, imaginary }, c) => {
      const wr = wanted[c]!.real[k]!;
      const wi = wanted[c]!.imaginary[k]!;
      const ar = wr * c1 - wi * s1, ai = wr * s1 + wi * c1;
      const br = wr * c2 - wi * s2, bi = wr * s2 + wi * c2;
      real[mirror] = ar + bi;
      imaginary[mirror] = br - ai;
      real[k] = ar - bi;
      imaginary[k] = br + ai;
    });
  }
  return error;
};

/**
 * Surrogates by iterated amplitude adjustment: each has exactly the values of the series, in an order that gives (to
 * within a small error) its power spectrum and, for several columns, its cross-spectra.
 *
 * @param columns N signals of T samples.
 * @param count How many surrogates.
 * @param first The number of the first one, an even one: each number has a surrogate of its own. Default: 0.
 * @source Schreiber & Schmitz (1996), Phys. Rev. Lett. 77, 635–638; (2000), Physica D 142, 346–382 for several columns.
 * @example A surrogate has the same values in another order
 * ```ts
 * import { surrogates } from "./determinism.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert/mod.js";
 *
 * const wave = Float64Array.from({ length: 100 }, (_, i) => sin(i * i / 50));
 * const [surrogate] = surrogates([wave], 1);
 * assertNotEquals(surrogate![0], wave);
 * assertEquals(surrogate![0]!.slice().sort(), wave.slice().sort());
 * ```
 */
export const surrogates = (
  columns: readonly Float64Array[],
  count: number,
  first = 0,
): readonly (readonly Float64Array[])[] => {
  const length = columns[0]!.length;
  const plan = fourier(length);
  const wanted = columns.map((values): Spectrum => {
    const real = values.slice();
    const imaginary = new Float64Array(length);
    plan.transform(real, imaginary);
    return { real, imaginary };
  });
  const sorted = columns.map((values) => values.slice().sort());
  const shuffled = (index: number): readonly Float64Array[] => {
    const order = distinctIntegers(substream(stream(0, "surrogates"), index), length, length);
    return columns.map((values) => Float64Array.from(order, (from) => values[from]!));
  };
  const withValues = (column: number, signal: Float64Array): void => {
    const ranks = ranksOf(signal);
    for (let i = 0; i < length; i++) signal[i] = sorted[column]![ranks[i]!]!;
  };
  return Array.from({ length: Math.ceil(count / 2) }, (_, index) => {
    const one = shuffled(first + 2 * index);
    const second = shuffled(first + 2 * index + 1);
    const pair = one.map((real, c): Spectrum => ({ real, imaginary: second[c]! }));
    let before = Infinity;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      pair.forEach(({ real, imaginary }) => plan.transform(real, imaginary));
      const error = imposeSpectra(wanted, pair);
      if (round >= FEWEST_ROUNDS && error > (1 - CONVERGED) * before) {
        pair.forEach(({ real, imaginary }, column) => {
          inverseTransform(plan, real, imaginary);
          withValues(column, real);
          withValues(column, imaginary);
        });
        break;
      }
      before = error;
      pair.forEach(({ real, imaginary }, column) => {
        inverseTransform(plan, real, imaginary);
        withValues(column, real);
        withValues(column, imaginary);
      });
    }
    return [one, second];
  }).flat().slice(0, count);
};

/** Up to this many numbers are sorted faster by insertion than by the engine's own algorithm. */
const FEW = 32;

/** Sorts `values[from]` … `values[to − 1]` in place. */
const sortStretch = (values: Float64Array, from: number, to: number): void => {
  if (to - from > FEW) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > from && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
};

/**
 * The place of each entry in the order of all, smallest first; of equal ones the earlier first. The entries are dealt out
 * to as many classes of equal width as there are entries, and sorted and looked up within these: that takes a
 * third of the time of a sort of all.
 *
 * @param values Finite numbers.
 * @example Equal entries keep their order
 * ```ts
 * import { ranksOf } from "./determinism.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([...ranksOf(Float64Array.of(2, 0.5, 2, -1))], [2, 1, 3, 0]);
 * ```
 */
export const ranksOf = (values: Float64Array): Uint32Array => {
  const rows = values.length;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const perClass = (rows - 1) / (highest - lowest);
  const classes = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) classes[i] = Math.floor((values[i]! - lowest) * perClass) || 0;
  const first = new Uint32Array(rows + 1);
  for (let i = 0; i < rows; i++) first[classes[i]! + 1]! += 1;
  for (let c = 1; c <= rows; c++) first[c] = first[c]! + first[c - 1]!;
  const next = first.slice();
  const sorted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const at = next[classes[i]!]!;
    sorted[at] = values[i]!;
    next[classes[i]!] = at + 1;
  }
  for (let c = 0; c < rows; c++) sortStretch(sorted, first[c]!, first[c + 1]!);
  const taken = new Uint32Array(rows);
  const ranks = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    const value = values[i]!;
    let low = first[classes[i]!]!;
    let high = first[classes[i]! + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low + taken[low]!;
    taken[low] = taken[low]! + 1;
  }
  return ranks;
};
