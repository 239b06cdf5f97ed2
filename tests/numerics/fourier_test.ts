import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { addPowerOfTwo, fourier, inverseTransform, powerSpectrum } from "../../lib/numerics/fourier.ts";
import { normals, stream } from "../../lib/numerics/random.ts";

const signalOf = (length: number, name: string): Float64Array => normals(stream(length, name), length);

/** The definition, in O(n²) steps. */
const naive = (real: Float64Array, imaginary: Float64Array): readonly [Float64Array, Float64Array] => {
  const n = real.length;
  const outReal = new Float64Array(n);
  const outImaginary = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      outReal[k]! += real[j]! * Math.cos(angle) - imaginary[j]! * Math.sin(angle);
      outImaginary[k]! += real[j]! * Math.sin(angle) + imaginary[j]! * Math.cos(angle);
    }
  }
  return [outReal, outImaginary];
};

const assertClose = (actual: Float64Array, expected: Float64Array, tolerance: number) => {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, index) => assertAlmostEquals(value, expected[index]!, tolerance));
};

Deno.test("the transform is its definition for every length up to 130, primes included", () => {
  for (let n = 1; n <= 130; n++) {
    const real = signalOf(n, "real");
    const imaginary = signalOf(n, "imaginary");
    const [expectedReal, expectedImaginary] = naive(real, imaginary);
    fourier(n).transform(real, imaginary);
    assertClose(real, expectedReal, 1e-12 * n);
    assertClose(imaginary, expectedImaginary, 1e-12 * n);
  }
});

Deno.test("the inverse undoes the transform, and energy is kept (Parseval)", () => {
  for (const n of [2000, 2048, 4999, 75000, 99991, 100000]) {
    const real = signalOf(n, "real");
    const imaginary = signalOf(n, "imaginary");
    const energy = (a: Float64Array, b: Float64Array) =>
      a.reduce((sum, value, index) => sum + value * value + b[index]! * b[index]!, 0);
    const [givenReal, givenImaginary] = [real.slice(), imaginary.slice()];
    const before = energy(real, imaginary);
    const plan = fourier(n);
    plan.transform(real, imaginary);
    assertAlmostEquals(energy(real, imaginary) / n / before, 1, 1e-12);
    inverseTransform(plan, real, imaginary);
    assertClose(real, givenReal, 1e-12);
    assertClose(imaginary, givenImaginary, 1e-12);
  }
});

Deno.test("the transform is linear and turns a shift into a phase", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), (n, by) => {
      const shift = by % n;
      const signal = signalOf(n, "signal");
      const shifted = signal.map((_, index) => signal[(index + shift) % n]!);
      const power = powerSpectrum(signal);
      assertClose(powerSpectrum(shifted), power, 1e-11 * n);
      assertClose(
        powerSpectrum(signal.map((value) => -2 * value)),
        power.map((value) => 4 * value),
        1e-11 * n,
      );
    }),
  );
});

Deno.test("two real signals at once give the sum of their spectra", () => {
  for (const n of [7, 8, 37, 60, 74]) {
    const [first, second] = [signalOf(n, "first"), signalOf(n, "second")];
    const secondPower = powerSpectrum(second);
    const expected = powerSpectrum(first).map((value, index) => value + secondPower[index]!);
    const sum = new Float64Array(Math.floor(n / 2) + 1);
    addPowerOfTwo(fourier(n), first, second, sum);
    assertClose(sum, expected, 1e-11);
  }
});

Deno.test("the bits are those of every other machine", () => {
  const [real, imaginary] = [signalOf(360, "real"), signalOf(360, "imaginary")];
  fourier(360).transform(real, imaginary);
  const [primeReal, primeImaginary] = [signalOf(37, "real"), signalOf(37, "imaginary")];
  fourier(37).transform(primeReal, primeImaginary);
  assertEquals([real[7], imaginary[7]], [12.14273280371109, -8.80331852317518]);
  assertEquals([primeReal[7], primeImaginary[7]], [-6.2494312735204325, 1.8882521634421412]);
});
