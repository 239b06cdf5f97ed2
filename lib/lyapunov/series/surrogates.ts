/**
 * Surrogate series: linear noise with the spectrum and the values of a series, and none of its nonlinear structure.
 *
 * @module
 */
import { fourier, inverseTransform } from "../../numerics/fourier.ts";
import { distinctIntegers, stream, substream } from "../../numerics/random.ts";

/** Longest stretch that is used, in steps: for one column, and for all columns together. */
const LONGEST = 8_000;
const LONGEST_TOGETHER = 16_000;
/** Rounds after which spectrum and values agree to within a per cent or so. */
const ROUNDS = 12;

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

/**
 * The place of each entry in the order of all, smallest first; of equal ones the earlier first. Numbers are sorted much
 * faster without a comparing function, so the places are looked up afterwards: in as many classes of equal width as there
 * are entries, of which each knows where its entries begin.
 */
const ranksOf = (values: Float64Array): Uint32Array => {
  const rows = values.length;
  const sorted = values.slice().sort();
  const lowest = sorted[0]!;
  const perClass = (rows - 1) / (sorted[rows - 1]! - lowest);
  const classOf = (value: number): number => Math.floor((value - lowest) * perClass) || 0;
  const first = new Uint32Array(rows + 1);
  for (let i = 0; i < rows; i++) first[classOf(sorted[i]!) + 1] = i + 1;
  for (let c = 1; c <= rows; c++) first[c] = Math.max(first[c]!, first[c - 1]!);
  const taken = new Uint32Array(rows);
  return Uint32Array.from(values, (value) => {
    const at = classOf(value);
    let low = first[at]!;
    let high = first[at + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    const rank = low + taken[low]!;
    taken[low] = taken[low]! + 1;
    return rank;
  });
};

/**
 * Surrogates by iterated amplitude adjustment: each has exactly the values of the series, in an order that gives (to
 * within a small error) its power spectrum and, for several columns, its cross-spectra.
 *
 * @param columns N signals of T samples.
 * @param count How many surrogates.
 * @source Schreiber & Schmitz (1996), Phys. Rev. Lett. 77, 635–638; (2000), Physica D 142, 346–382 for several columns.
 * @example A surrogate has the same values in another order
 * ```ts
 * import { surrogates } from "./surrogates.ts";
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
): readonly (readonly Float64Array[])[] => {
  const length = columns[0]!.length;
  const plan = fourier(length);
  const spectra = columns.map((values) => {
    const real = values.slice();
    const imaginary = new Float64Array(length);
    plan.transform(real, imaginary);
    return { real, imaginary };
  });
  const sorted = columns.map((values) => values.slice().sort());
  return Array.from({ length: count }, (_, index) => {
    const shuffle = distinctIntegers(substream(stream(0, "surrogates"), index), length, length);
    let current = columns.map((values) => Float64Array.from(shuffle, (from) => values[from]!));
    for (let round = 0; round < ROUNDS; round++) {
      const transformed = current.map((values) => {
        const real = values.slice();
        const imaginary = new Float64Array(length);
        plan.transform(real, imaginary);
        return { real, imaginary };
      });
      for (let k = 0; k < length; k++) {
        let turnReal = 0;
        let turnImaginary = 0;
        transformed.forEach(({ real, imaginary }, c) => {
          const wanted = spectra[c]!;
          const size = Math.sqrt(real[k]! * real[k]! + imaginary[k]! * imaginary[k]!) *
            Math.sqrt(
              wanted.real[k]! * wanted.real[k]! + wanted.imaginary[k]! * wanted.imaginary[k]!,
            );
          if (size === 0) return;
          turnReal += (real[k]! * wanted.real[k]! + imaginary[k]! * wanted.imaginary[k]!) / size;
          turnImaginary += (imaginary[k]! * wanted.real[k]! - real[k]! * wanted.imaginary[k]!) / size;
        });
        const size = Math.sqrt(turnReal * turnReal + turnImaginary * turnImaginary);
        const c = size > 0 ? turnReal / size : 1;
        const s = size > 0 ? turnImaginary / size : 0;
        transformed.forEach(({ real, imaginary }, column) => {
          const wanted = spectra[column]!;
          real[k] = wanted.real[k]! * c - wanted.imaginary[k]! * s;
          imaginary[k] = wanted.real[k]! * s + wanted.imaginary[k]! * c;
        });
      }
      current = transformed.map(({ real, imaginary }, column) => {
        inverseTransform(plan, real, imaginary);
        return Float64Array.from(ranksOf(real), (rank) => sorted[column]![rank]!);
      });
    }
    return current;
  });
};
