/**
 * The discrete Fourier transform of any length, with the same bits on every machine.
 *
 * Lengths whose prime factors are small go through Stockham's mixed-radix algorithm, all others through Bluestein's
 * chirp transform; both take O(n log n) steps. Sines and cosines come from `elementary.ts`.
 *
 * Sources: Stockham (1966), High-speed convolution and correlation, AFIPS 28; Bluestein (1970), A linear filtering
 * approach to the computation of the discrete Fourier transform, IEEE Trans. Audio Electroacoust. 18, 451–455.
 *
 * @example A cosine has its power in one line
 * ```ts
 * import { powerSpectrum } from "./fourier.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const power = powerSpectrum(Float64Array.of(1, 0, -1, 0, 1, 0, -1, 0));
 * assertAlmostEquals(power[2], 16);
 * assertAlmostEquals(power[1], 0);
 * ```
 *
 * @module
 */
import { cos, sin } from "./elementary.ts";

/** Transforms signals of one length. It keeps its tables and working memory, so it is made once and used often. */
export interface Fourier {
  /** n, the length of the signals. */
  readonly length: number;
  /**
   * X_k = Σ_j x_j exp(−2πi jk / n), in place.
   *
   * @param real Real parts of x_0 … x_{n−1}; receives those of X.
   * @param imaginary Imaginary parts, likewise.
   */
  readonly transform: (real: Float64Array, imaginary: Float64Array) => void;
}

/** Above this prime factor Bluestein's algorithm is the faster one. */
const largestRadix = 31;

/** The factors of n from 4 and the primes, or null when one of them is too large. */
const radices = (n: number): readonly number[] | null => {
  const factors: number[] = [];
  let rest = n;
  for (
    let radix = 4;
    rest > 1 && radix <= largestRadix;
    radix = radix === 4 ? 2 : radix === 2 ? 3 : radix + 2
  ) {
    for (; rest % radix === 0; rest /= radix) factors.push(radix);
  }
  return rest === 1 ? factors : null;
};

/** One pass of Stockham's algorithm: `rest` points still to be transformed in each of `stride` interleaved signals. */
type Pass = (
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
) => void;

/** The roots of unity that the transform of `radix` points takes, row by row: entry k of row j is that of j · k. */
const rootsOf = (radix: number, table: Float64Array): Float64Array =>
  Float64Array.from(
    { length: radix * radix },
    (_, at) => table[((Math.floor(at / radix) * (at % radix)) % radix) * (table.length / radix)]!,
  );

/** A pass of any radix, by the definition of the transform of `radix` points. */
const anyRadix = (
  radix: number,
  rest: number,
  stride: number,
  cosine: Float64Array,
  sine: Float64Array,
): Pass => {
  const groups = rest / radix;
  const [rootsR, rootsI] = [rootsOf(radix, cosine), rootsOf(radix, sine)];
  const real = new Float64Array(radix);
  const imaginary = new Float64Array(radix);
  return (xr, xi, yr, yi) => {
    for (let p = 0; p < groups; p++) {
      for (let q = 0; q < stride; q++) {
        for (let k = 0; k < radix; k++) {
          real[k] = xr[q + stride * (p + groups * k)]!;
          imaginary[k] = xi[q + stride * (p + groups * k)]!;
        }
        for (let j = 0; j < radix; j++) {
          let sumReal = real[0]!;
          let sumImaginary = imaginary[0]!;
          for (let k = 1; k < radix; k++) {
            const c = rootsR[j * radix + k]!;
            const s = rootsI[j * radix + k]!;
            sumReal += real[k]! * c + imaginary[k]! * s;
            sumImaginary += imaginary[k]! * c - real[k]! * s;
          }
          const c = cosine[j * p * stride]!;
          const s = sine[j * p * stride]!;
          const to = q + stride * (radix * p + j);
          yr[to] = sumReal * c + sumImaginary * s;
          yi[to] = sumImaginary * c - sumReal * s;
        }
      }
    }
  };
};

/** A pass of radix 5: the same sums in the same order as by the definition, without its inner loop. */
const radixFive = (rest: number, stride: number, cosine: Float64Array, sine: Float64Array): Pass => {
  const groups = rest / 5;
  const fifth = stride * groups;
  const [rootsR, rootsI] = [rootsOf(5, cosine), rootsOf(5, sine)];
  return (xr, xi, yr, yi) => {
    for (let p = 0; p < groups; p++) {
      for (let q = 0; q < stride; q++) {
        const from = q + stride * p;
        const r0 = xr[from]!, r1 = xr[from + fifth]!, r2 = xr[from + 2 * fifth]!;
        const r3 = xr[from + 3 * fifth]!, r4 = xr[from + 4 * fifth]!;
        const i0 = xi[from]!, i1 = xi[from + fifth]!, i2 = xi[from + 2 * fifth]!;
        const i3 = xi[from + 3 * fifth]!, i4 = xi[from + 4 * fifth]!;
        for (let j = 0; j < 5; j++) {
          const c1 = rootsR[5 * j + 1]!,
            c2 = rootsR[5 * j + 2]!,
            c3 = rootsR[5 * j + 3]!,
            c4 = rootsR[5 * j + 4]!;
          const s1 = rootsI[5 * j + 1]!,
            s2 = rootsI[5 * j + 2]!,
            s3 = rootsI[5 * j + 3]!,
            s4 = rootsI[5 * j + 4]!;
          const sumR = r0 + (r1 * c1 + i1 * s1) + (r2 * c2 + i2 * s2) + (r3 * c3 + i3 * s3) +
            (r4 * c4 + i4 * s4);
          const sumI = i0 + (i1 * c1 - r1 * s1) + (i2 * c2 - r2 * s2) + (i3 * c3 - r3 * s3) +
            (i4 * c4 - r4 * s4);
          const c = cosine[j * p * stride]!;
          const s = sine[j * p * stride]!;
          const to = q + stride * (5 * p + j);
          yr[to] = sumR * c + sumI * s;
          yi[to] = sumI * c - sumR * s;
        }
      }
    }
  };
};

/** A pass of radix 4, which needs no multiplication but those by the twiddle factors. */
const radixFour = (rest: number, stride: number, cosine: Float64Array, sine: Float64Array): Pass => {
  const groups = rest / 4;
  const quarter = stride * groups;
  return (xr, xi, yr, yi) => {
    for (let p = 0; p < groups; p++) {
      const c1 = cosine[p * stride]!;
      const s1 = sine[p * stride]!;
      const c2 = cosine[2 * p * stride]!;
      const s2 = sine[2 * p * stride]!;
      const c3 = cosine[3 * p * stride]!;
      const s3 = sine[3 * p * stride]!;
      for (let q = 0; q < stride; q++) {
        const from = q + stride * p;
        const r0 = xr[from]!, r1 = xr[from + quarter]!;
        const r2 = xr[from + 2 * quarter]!, r3 = xr[from + 3 * quarter]!;
        const i0 = xi[from]!, i1 = xi[from + quarter]!;
        const i2 = xi[from + 2 * quarter]!, i3 = xi[from + 3 * quarter]!;
        const evenR = r0 + r2, evenI = i0 + i2, oddR = r1 + r3, oddI = i1 + i3;
        const crossR = r0 - r2, crossI = i0 - i2, turnR = i1 - i3, turnI = r3 - r1;
        const to = q + 4 * stride * p;
        yr[to] = evenR + oddR;
        yi[to] = evenI + oddI;
        const ar = crossR + turnR, ai = crossI + turnI;
        yr[to + stride] = ar * c1 + ai * s1;
        yi[to + stride] = ai * c1 - ar * s1;
        const br = evenR - oddR, bi = evenI - oddI;
        yr[to + 2 * stride] = br * c2 + bi * s2;
        yi[to + 2 * stride] = bi * c2 - br * s2;
        const dr = crossR - turnR, di = crossI - turnI;
        yr[to + 3 * stride] = dr * c3 + di * s3;
        yi[to + 3 * stride] = di * c3 - dr * s3;
      }
    }
  };
};

const mixedRadix = (n: number, factors: readonly number[]): Fourier => {
  const cosine = Float64Array.from({ length: n }, (_, k) => cos((2 * Math.PI * k) / n));
  const sine = Float64Array.from({ length: n }, (_, k) => sin((2 * Math.PI * k) / n));
  const passes: Pass[] = [];
  let stride = 1;
  for (const radix of factors) {
    passes.push(
      radix === 4
        ? radixFour(n / stride, stride, cosine, sine)
        : radix === 5
        ? radixFive(n / stride, stride, cosine, sine)
        : anyRadix(radix, n / stride, stride, cosine, sine),
    );
    stride *= radix;
  }
  const otherReal = new Float64Array(n);
  const otherImaginary = new Float64Array(n);
  return {
    length: n,
    transform: (real, imaginary) => {
      passes.forEach((pass, index) => {
        if (index % 2 === 0) pass(real, imaginary, otherReal, otherImaginary);
        else pass(otherReal, otherImaginary, real, imaginary);
      });
      if (passes.length % 2 === 1) {
        real.set(otherReal);
        imaginary.set(otherImaginary);
      }
    },
  };
};

/** The transform as a convolution with the chirp exp(πi j² / n), by transforms whose length is a power of two. */
const bluestein = (n: number): Fourier => {
  let length = 1;
  while (length < 2 * n - 1) length *= 2;
  const inner = mixedRadix(length, radices(length)!);
  // j² is taken modulo 2n, which it equals in the exponent, so that the angle stays small and exact.
  const chirpReal = Float64Array.from({ length: n }, (_, j) => cos((Math.PI * ((j * j) % (2 * n))) / n));
  const chirpImaginary = Float64Array.from({ length: n }, (_, j) => sin((Math.PI * ((j * j) % (2 * n))) / n));
  const filterReal = new Float64Array(length);
  const filterImaginary = new Float64Array(length);
  for (let j = 0; j < n; j++) {
    filterReal[j] = filterReal[(length - j) % length] = chirpReal[j]!;
    filterImaginary[j] = filterImaginary[(length - j) % length] = chirpImaginary[j]!;
  }
  inner.transform(filterReal, filterImaginary);
  const workReal = new Float64Array(length);
  const workImaginary = new Float64Array(length);
  return {
    length: n,
    transform: (real, imaginary) => {
      workReal.fill(0);
      workImaginary.fill(0);
      for (let j = 0; j < n; j++) {
        workReal[j] = real[j]! * chirpReal[j]! + imaginary[j]! * chirpImaginary[j]!;
        workImaginary[j] = imaginary[j]! * chirpReal[j]! - real[j]! * chirpImaginary[j]!;
      }
      inner.transform(workReal, workImaginary);
      for (let k = 0; k < length; k++) {
        const productReal = workReal[k]! * filterReal[k]! - workImaginary[k]! * filterImaginary[k]!;
        const productImaginary = workReal[k]! * filterImaginary[k]! + workImaginary[k]! * filterReal[k]!;
        // Real and imaginary part change places: a forward transform of the exchanged signal is the inverse one.
        workReal[k] = productImaginary / length;
        workImaginary[k] = productReal / length;
      }
      inner.transform(workReal, workImaginary);
      for (let k = 0; k < n; k++) {
        real[k] = workImaginary[k]! * chirpReal[k]! + workReal[k]! * chirpImaginary[k]!;
        imaginary[k] = workReal[k]! * chirpReal[k]! - workImaginary[k]! * chirpImaginary[k]!;
      }
    },
  };
};

/**
 * The transform of signals of one length.
 *
 * @param length n ≥ 1, of any factors; products of 2, 3 and 5 are the fastest.
 */
export const fourier = (length: number): Fourier => {
  const factors = radices(length);
  return factors === null ? bluestein(length) : mixedRadix(length, factors);
};

/**
 * The inverse transform x_j = (1/n) Σ_k X_k exp(2πi jk / n), in place.
 *
 * @param plan The transform of that length.
 * @param real Real parts of X; receives those of x.
 * @param imaginary Imaginary parts, likewise.
 */
export const inverseTransform = (plan: Fourier, real: Float64Array, imaginary: Float64Array): void => {
  plan.transform(imaginary, real);
  for (let j = 0; j < plan.length; j++) {
    real[j] = real[j]! / plan.length;
    imaginary[j] = imaginary[j]! / plan.length;
  }
};

/**
 * |X_k|² of a real signal for k = 0 … ⌊n/2⌋.
 *
 * @param signal n real numbers.
 * @param plan The transform of that length; made here unless given.
 */
export const powerSpectrum = (signal: Float64Array, plan: Fourier = fourier(signal.length)): Float64Array => {
  const real = Float64Array.from(signal);
  const imaginary = new Float64Array(signal.length);
  plan.transform(real, imaginary);
  const out = new Float64Array(Math.floor(signal.length / 2) + 1);
  for (let k = 0; k < out.length; k++) out[k] = real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
  return out;
};

/**
 * The power spectra of two real signals of the same length by one complex transform, in half the time of two.
 *
 * @param plan The transform of their length.
 * @param first n real numbers; lost, as they serve as working memory.
 * @param second n real numbers of about the same size, as both are known to the precision of the larger; likewise lost.
 * @param sum Receives |X_k|² of both, added to what it holds, for k = 0 … ⌊n/2⌋.
 */
export const addPowerOfTwo = (
  plan: Fourier,
  first: Float64Array,
  second: Float64Array,
  sum: Float64Array,
): void => {
  const n = plan.length;
  plan.transform(first, second);
  for (let k = 0; k <= n / 2; k++) {
    const mirror = (n - k) % n;
    const plusReal = first[k]! + first[mirror]!;
    const minusReal = first[k]! - first[mirror]!;
    const plusImaginary = second[k]! + second[mirror]!;
    const minusImaginary = second[k]! - second[mirror]!;
    const both = plusReal * plusReal + minusImaginary * minusImaginary +
      (plusImaginary * plusImaginary + minusReal * minusReal);
    sum[k] = sum[k]! + both / 4;
  }
};
