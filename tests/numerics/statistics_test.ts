/** Medians, quantiles and bootstrap intervals against numbers by hand and the theory of the median. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { normals, stream } from "../../lib/numerics/random.ts";
import { bootstrapInterval } from "../../lib/numerics/bootstrap.ts";
import { median, quantileOfSorted } from "../../lib/numerics/statistics.ts";

const medianOf = ([sample]: readonly ArrayLike<number>[]): number => median(sample!);

Deno.test("quantiles lie within the sample, in their order, and infinite neighbours make no NaN", () => {
  const sample = fc.array(fc.oneof(fc.integer(), fc.constant(Infinity)), { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(sample, (values) => {
    const sorted = Float64Array.from(values).sort();
    const quantiles = [0, 0.25, 0.5, 0.75, 1].map((level) => quantileOfSorted(sorted, level));
    assertEquals([quantiles[0], quantiles[4]], [sorted[0], sorted[sorted.length - 1]]);
    quantiles.slice(1).forEach((quantile, index) => assert(quantile >= quantiles[index]!));
    assertEquals(median(values), quantiles[2]);
  }));
});

Deno.test("a bootstrap interval covers the truth about as often as it says", () => {
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    const sample = [...normals(stream(trial, "sample"), 40)];
    const interval = bootstrapInterval([sample], ([drawn]) => median(drawn!), stream(trial, "draws"), {
      resamples: 300,
      level: 0.9,
    });
    if (interval!.low <= 0 && interval!.high >= 0) covered++;
  }
  assert(covered > 165 && covered < 197, String(covered));
});

Deno.test("a bootstrap interval is the same every time, and reports infinite numbers", () => {
  const draw = () => bootstrapInterval([[1, 2, Infinity]], ([drawn]) => median(drawn!), stream(1, "a"));
  assertEquals(draw(), draw());
  assertEquals(draw()!.high, Infinity);
  assertEquals(bootstrapInterval([[1]], ([drawn]) => median(drawn!), stream(1, "a")), null);
});

Deno.test("quantiles are linear between neighbours, and infinite ones don't spread", () => {
  assertEquals([0, 0.25, 0.5, 1].map((level) => quantileOfSorted([1, 2, 3, 5], level)), [1, 1.75, 2.5, 5]);
  assertEquals([0.3, 0.5, 0.6].map((level) => quantileOfSorted([1, 2, Infinity], level)), [1.6, 2, Infinity]);
  assertEquals(quantileOfSorted([-Infinity, -Infinity, 1], 0.25), -Infinity);
  assertEquals(quantileOfSorted([], 0.5), NaN);
});

Deno.test("the median of an even number, of infinite numbers, and of what is not a number", () => {
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertEquals(median([Infinity, Infinity]), Infinity);
  assertEquals(median([-Infinity, Infinity]), NaN);
  assertEquals(median([1, NaN, 2]), NaN);
  assertEquals(median([]), NaN);
});

Deno.test("the interval of a mean has the width of its standard error", () => {
  const sample = [...normals(stream(1, "sample"), 400)];
  const mean = ([values]: readonly ArrayLike<number>[]) =>
    Array.from(values!).reduce((a, b) => a + b, 0) / 400;
  const { low, high } = bootstrapInterval([sample], mean, stream(1, "bootstrap"))!;
  assertAlmostEquals(high - low, 2 * 1.96 / 20, 0.02);
});

Deno.test("samples are resampled independently, and the same stream gives the same interval", () => {
  const difference = ([a, b]: readonly ArrayLike<number>[]) => median(b!) - median(a!);
  const samples = [[1, 2, 3], [1, 2, 3]];
  const interval = bootstrapInterval(samples, difference, stream(0, "bootstrap"));
  assertEquals([interval?.low, interval?.high], [-2, 2]);
  assertEquals(bootstrapInterval(samples, difference, stream(0, "bootstrap")), interval);
});

Deno.test("no interval for one number, or when a resample has no statistic", () => {
  assertEquals(bootstrapInterval([[1]], medianOf, stream(0, "bootstrap")), null);
  assertEquals(bootstrapInterval([[1, NaN]], medianOf, stream(0, "bootstrap")), null);
  assertEquals(bootstrapInterval([], () => 1, stream(0, "bootstrap")), null);
});
