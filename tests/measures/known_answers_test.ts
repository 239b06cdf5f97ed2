/** Values that are known from the authors' own data and figures. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { slice } from "../../lib/series/series.ts";
import { evaluateMeasure } from "../../lib/measures/catalogue.ts";
import { fixedPointAtMean, scaleOf } from "../../lib/measures/scale.ts";
import { lorenzFlow, mapped, orbit, paperSeries, settingsOf, valueOf } from "./support.ts";

Deno.test("D_stsp paper: a fixed point at the mean gives the plateaus of the authors' figures", () => {
  for (
    const [name, expected, digits] of [["weather", 17.036, 5e-4], ["duffing", 16.95, 5e-3], [
      "roessler",
      18.6,
      0.05,
    ]] as const
  ) {
    const truth = paperSeries(name, 1);
    if (truth === null) return;
    const { ceiling } = scaleOf(settingsOf({ kind: "D_stsp", preset: "paper" }), truth, null, 100_000);
    assertAlmostEquals(ceiling!, expected, digits);
  }
});

Deno.test("D_stsp paper: two thirds of the true Lorenz points are not counted, and a fixed point has no value", () => {
  const truth = paperSeries("lorenz", 0.01);
  if (truth === null) return;
  const counted = (preset: "paper" | "default") =>
    scaleOf(settingsOf({ kind: "D_stsp", preset }), slice(truth, 50_000), null).counted!;
  assertAlmostEquals(counted("paper"), 0.326, 5e-4);
  assertEquals(counted("default"), 1);
  const fixed = { truth, generated: fixedPointAtMean(truth) };
  assertEquals(evaluateMeasure(settingsOf({ kind: "D_stsp", preset: "paper" }), fixed).value, null);
  assert(valueOf({ kind: "D_stsp" }, fixed) > 10);
});

Deno.test("D_stsp al-rnn: nine in ten of the true Rössler points are not counted, of Lorenz' few", () => {
  for (const [name, share] of [["roessler", 0.1031], ["lorenz", 0.9992], ["dynamix/chua", 0.9528]] as const) {
    const truth = paperSeries(name, 1);
    if (truth === null) return;
    const { counted } = scaleOf(settingsOf({ kind: "D_stsp", preset: "al-rnn" }), truth, null);
    assertAlmostEquals(counted!, share, 1e-4, name);
  }
});

Deno.test("D_stsp paper: halves of the series of Rössler, Duffing and the weather", () => {
  for (
    const [name, expected, digits] of [["roessler", 0.0034, 5e-5], ["duffing", 0.019, 5e-4], [
      "weather",
      13.6,
      0.05,
    ]] as const
  ) {
    const series = paperSeries(name, 1);
    if (series === null) return;
    const [first, second] = [slice(series, 0, series.rows / 2), slice(series, series.rows / 2)];
    const value = valueOf({ kind: "D_stsp", preset: "paper" }, { truth: second, generated: first });
    assertAlmostEquals(value, expected, digits);
  }
});

Deno.test("D_stsp: an independent true Lorenz trajectory scores the floor", () => {
  const truth = paperSeries("lorenz", 0.01);
  if (truth === null) return;
  // The authors shift and scale all three variables alike.
  const trajectories = [[2, -3, 20], [5, 5, 30], [-7, 1, 25]].map((start) =>
    mapped(orbit(lorenzFlow(38), start, 0.01, 100_000), (value) => (value - 11.2382) / 18.8149)
  );
  const median = (spec: Parameters<typeof valueOf>[0]) =>
    trajectories.map((generated) => valueOf(spec, { truth, generated })).sort((a, b) => a - b)[1]!;
  const tenBins = median({ kind: "D_stsp", preset: "paper" });
  assert(tenBins > 0.007 && tenBins < 0.011, String(tenBins));
  const thirtyBins = median({ kind: "D_stsp", preset: "paper", bins: 30 });
  assert(thirtyBins > 0.04 && thirtyBins < 0.05, String(thirtyBins));
  const ours = median({ kind: "D_stsp" });
  assert(ours > 0.02 && ours < 0.05, String(ours));
});

Deno.test("D_H paper: a series is not at distance 0 from itself", () => {
  for (const [name, expected] of [["lorenz", 0.1346], ["roessler", 0.0265], ["duffing", 0.0668]] as const) {
    const series = paperSeries(name, 1);
    if (series === null) return;
    const context = { truth: series, generated: series };
    assertAlmostEquals(valueOf({ kind: "D_H", preset: "paper" }, context), expected, 5e-5);
    assertEquals(valueOf({ kind: "D_H" }, context), 0);
  }
});
