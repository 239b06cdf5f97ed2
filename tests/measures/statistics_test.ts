import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { summarise } from "../../lib/numerics/statistics.ts";
import { measureName } from "../../lib/measures/identity.ts";
import { settingsOf } from "./support.ts";

const values = fc.array(
  fc.option(fc.integer({ min: -1000, max: 1000 }).map((value) => value / 8), { freq: 4 }),
  { minLength: 1, maxLength: 30 },
);

Deno.test("every run is counted: diverged runs take their part in medians and quantiles", () => {
  fc.assert(fc.property(values, (runs) => {
    const { n, diverged, median, quantiles } = summarise(runs, "smaller");
    assertEquals(n, runs.length);
    assertEquals(diverged, runs.filter((value) => value === null).length);
    assertEquals(median === Infinity, 2 * diverged >= n);
    assert(quantiles.p5 <= quantiles.p25 && quantiles.p25 <= median);
    assert(median <= quantiles.p75 && quantiles.p75 <= quantiles.p95);
  }));
});

Deno.test("one more diverged run never makes a group look better", () => {
  fc.assert(fc.property(values, (runs) => {
    assert(summarise([...runs, null], "smaller").median >= summarise(runs, "smaller").median);
    assert(summarise([...runs, null], "larger").median <= summarise(runs, "larger").median);
  }));
});

Deno.test("smaller and larger mirror each other, and the order of runs does not matter", () => {
  fc.assert(fc.property(values, (runs) => {
    const mirrored = runs.map((value) => value === null ? null : -value);
    assertEquals(-summarise(mirrored, "larger").median + 0, summarise(runs, "smaller").median + 0);
    assertEquals(summarise(runs.toReversed(), "smaller").quantiles, summarise(runs, "smaller").quantiles);
  }));
});

Deno.test("mean and standard error are those of the finite values, with how many there are said", () => {
  const { n, diverged, mean, standardError } = summarise([1, 2, null, 6], "smaller");
  assertEquals([n, diverged, mean], [4, 1, 3]);
  assertAlmostEquals(standardError!, Math.sqrt(7 / 3));
  const none = summarise([null, null], "smaller");
  assertEquals([none.mean, none.standardError, none.median], [null, null, Infinity]);
  assertEquals(summarise([5], "smaller").standardError, null);
});

Deno.test("two measures of one kind have two names", () => {
  assertEquals(measureName(settingsOf({ kind: "D_stsp" })), "D_stsp");
  assertEquals(measureName(settingsOf({ kind: "D_stsp", preset: "paper" })), "D_stsp (paper)");
  assertEquals(
    measureName(settingsOf({ kind: "D_stsp", preset: "paper", bins: 30 })),
    "D_stsp (paper, bins 30)",
  );
  assertEquals(measureName(settingsOf({ kind: "PE", steps: 5 })), "PE (steps 5)");
});
