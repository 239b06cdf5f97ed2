import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { hellinger } from "../../lib/measures/d_h.ts";
import { correlation } from "../../lib/measures/psc.ts";
import { fixedPointAtMean } from "../../lib/measures/scale.ts";
import {
  averagePower,
  halfOverlapping,
  hann,
  normalised,
  smoothedSpectrum,
  startOf,
  windowed,
} from "../../lib/measures/spectra.ts";
import { seriesOf } from "../../lib/series/series.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { lorenzFlow, mapped, orbit, valueOf } from "./support.ts";

const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

Deno.test("smoothing with mirrored edges keeps the power, without them it loses some", () => {
  fc.assert(fc.property(numbers, fc.double({ min: 0.1, max: 30, noNaN: true }), (values, sigma) => {
    const spectrum = Float64Array.from(values);
    assertAlmostEquals(
      total(smoothedSpectrum(spectrum, sigma, "mirror")),
      total(spectrum),
      1e-9 * (1 + total(spectrum)),
    );
    assert(total(smoothedSpectrum(spectrum, sigma, "nothing")) <= total(spectrum) * (1 + 1e-12));
  }));
  assertEquals(smoothedSpectrum(Float64Array.of(1, 5, 2), 0, "mirror"), Float64Array.of(1, 5, 2));
  const flat = smoothedSpectrum(new Float64Array(7).fill(3), 2, "mirror");
  flat.forEach((value) => assertAlmostEquals(value, 3, 1e-12));
});

Deno.test("segments cover the series from its first row to its last, each overlapping the next by half or more", () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 500 }), fc.nat(3000), (length, more) => {
    const rows = length + more;
    const segments = halfOverlapping(rows, length);
    const starts = Array.from({ length: segments.count }, (_, index) => startOf(segments, index, rows));
    assertEquals(starts[0], 0);
    assertEquals(starts.at(-1)! + length, rows);
    starts.slice(1).forEach((start, index) => assert(start - starts[index]! <= Math.max(1, length / 2)));
  }));
});

Deno.test("a sine has its power at its frequency", () => {
  const signal = Float64Array.from({ length: 5000 }, (_, j) => Math.sin((2 * Math.PI * j * 40) / 1000));
  const power = averagePower(signal, halfOverlapping(5000, 1000), windowed(hann(1000)));
  assertEquals(power.indexOf(Math.max(...power)), 40);
  assert((power[39]! + power[40]! + power[41]!) / total(power) > 0.999);
});

Deno.test("Hellinger's distance is a metric from 0 to 1", () => {
  const shares = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 5 })
    .map((values) => normalised(Float64Array.from(values)));
  fc.assert(fc.property(shares, shares, shares, (p, q, r) => {
    assertEquals(hellinger(p, p), 0);
    assertEquals(hellinger(p, q), hellinger(q, p));
    assert(hellinger(p, q) <= hellinger(p, r) + hellinger(r, q) + 1e-12);
    assert(hellinger(p, q) >= 0 && hellinger(p, q) <= 1);
  }));
  assertAlmostEquals(hellinger(Float64Array.of(1, 0), Float64Array.of(0, 1)), 1);
});

Deno.test("Pearson's correlation: exactly 1 of a list with itself, −1 with its negative, 0 with a constant", () => {
  fc.assert(fc.property(numbers, (values) => {
    const x = Float64Array.from(values);
    const r = correlation(x, x);
    assertEquals(r, new Set(values).size > 1 && r !== 0 ? 1 : 0);
    assertEquals(correlation(x, x.map((value) => -value)) + r, 0);
  }));
  assertEquals(correlation(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5)), 0);
});

const lorenz = (rho: number, start: readonly number[], rows = 20_000) =>
  orbit(lorenzFlow(rho), start, 0.01, rows);
const truth = lorenz(38, [2, -3, 20]);

for (const kind of ["D_H", "PSC"] as const) {
  Deno.test(`${kind} is symmetric`, () => {
    const other = lorenz(30, [5, 5, 30]);
    assertEquals(
      valueOf({ kind }, { truth, generated: other }),
      valueOf({ kind }, { truth: other, generated: truth }),
    );
  });

  Deno.test(`${kind} does not see time shifted, but sees another system`, () => {
    const independent = valueOf({ kind }, { truth, generated: lorenz(38, [-7, 1, 25]) });
    const far = valueOf({ kind }, { truth, generated: lorenz(28, [-7, 1, 25]) });
    assert(
      kind === "D_H" ? far > 2 * independent : 1 - far > 2 * (1 - independent),
      `${independent}, ${far}`,
    );
  });
}

Deno.test("D_H compares series of different lengths", () => {
  const value = valueOf({ kind: "D_H" }, { truth, generated: lorenz(38, [-7, 1, 25], 33_333) });
  assert(value < 0.12, String(value));
});

Deno.test("D_H of a constant is 1 to what varies, 0 to another constant, and in between by variables", () => {
  const fixed = fixedPointAtMean(truth);
  assertEquals(valueOf({ kind: "D_H" }, { truth, generated: fixed }), 1);
  assertEquals(valueOf({ kind: "D_H" }, { truth: fixed, generated: mapped(fixed, (value) => value + 1) }), 0);
  const one = mapped(truth, (value, column) => column === 1 ? 0.1 : value);
  assertAlmostEquals(valueOf({ kind: "D_H" }, { truth, generated: one }), 1 / 3, 1e-12);
});

Deno.test("white noise against white noise is near, against a sine far", () => {
  const noise = (name: string) => ({
    ...seriesOf([[0]], 1),
    rows: 20_000,
    values: normals(stream(1, name), 20_000),
  });
  const sine = { ...noise("a"), values: noise("a").values.map((_, j) => Math.sin(j / 7)) };
  assert(valueOf({ kind: "D_H" }, { truth: noise("a"), generated: noise("b") }) < 0.1);
  assert(valueOf({ kind: "D_H" }, { truth: noise("a"), generated: sine }) > 0.9);
});
