/** What an estimate must know about itself: rounding, spikes, sizes, drift, noise, and ways of looking that disagree. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { Series } from "../../../lib/series/series.ts";
import { type SeriesEstimate, spectrumFromSeries } from "../../../lib/lyapunov/series/estimate.ts";
import { meanPeriod } from "../../../lib/lyapunov/series/correlation.ts";
import { standardisedSignal } from "../../../lib/lyapunov/series/state_space.ts";
import { sin } from "../../../lib/numerics/elementary.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { estimateOf, exponentFromEquations, type Observed, seriesOf } from "./known_series.ts";

const lorenz: Observed = { system: "lorenz", dt: 0.02, steps: 5000, observe: ["x"] };
const logistic: Observed = { system: "logistic", steps: 2000 };

const rounded = (series: Series, step: number): Series => ({
  ...series,
  values: series.values.map((value) => Math.round(value / step) * step),
});

/** A chaotic series of known exponent: found within two standard errors, or not claimed to be known. */
const honest = (observed: Observed, series: Series): SeriesEstimate => {
  const truth = exponentFromEquations(observed);
  const estimate = estimateOf(series);
  const { verdict, because, lambda1, standardError, forcingInterval } = estimate;
  if (verdict !== "chaotic") {
    assert(["noise", "too short"].includes(verdict), `${verdict}: ${because}`);
    return estimate;
  }
  assert(
    Math.abs(lambda1! - truth) < 2.2 * standardError!,
    `λ₁ = ${lambda1} ± ${standardError}, from the equations ${truth}`,
  );
  const [from, to] = forcingInterval!.range;
  const interval = Math.LN2 / truth / series.dt;
  assert(from - 1 < interval && interval < to + 1, `τ = ${interval}, found ${from} to ${to}`);
  return estimate;
};

for (
  const [observed, step] of [[lorenz, 0.1], [lorenz, 1], [lorenz, 4], [logistic, 1 / 256], [
    logistic,
    0.5,
  ]] as const
) {
  Deno.test(`${observed.system} rounded to steps of ${step}: honest, and the rounding is mentioned`, () => {
    const { notes, resolution } = honest(observed, rounded(seriesOf(observed), step));
    assert(resolution > 0);
    assertMatch(notes.join(" "), /rounded to steps of/);
  });
}

Deno.test("rounded linear noise is noise, and a rounded wave is regular", () => {
  const values = normals(stream(0, "linear"), 4000);
  for (let row = 1; row < values.length; row++) values[row] = values[row]! + 0.9 * values[row - 1]!;
  const noise: Series = { values: values.map(Math.round), rows: values.length, columns: 1, dt: 1 };
  assertEquals(estimateOf(noise).verdict, "noise");
  const wave = Float64Array.from({ length: 4000 }, (_, row) => Math.round(50 * sin(0.13 * row)) / 50);
  assertEquals(estimateOf({ values: wave, rows: 4000, columns: 1, dt: 1 }).verdict, "regular");
});

/** Series that came out several times too large with a small error: spikes, bursts, weak chaos. */
const treacherous: readonly Observed[] = [
  { system: "hindmarsh-rose", dt: 0.5, steps: 6000, observe: ["x"] },
  { system: "roessler", dt: 0.2, steps: 6000, observe: ["z"] },
  { system: "sprott-e", dt: 0.2, steps: 6000, observe: ["x"] },
  { system: "sprott-a", dt: 0.1, steps: 6000, observe: ["x"] },
];
for (const observed of treacherous) {
  Deno.test(`${observed.system} ${observed.observe![0]}: honest, with its cross-checks`, () => {
    const { verdict, because, checks } = honest(observed, seriesOf(observed));
    assert(checks.length >= 3);
    if (verdict === "too short") {
      assertMatch(because, /depends on how it is looked for: .* from halves of the series/);
    }
  });
}

Deno.test("the standard error knows of noise", () => {
  const shown = { ...lorenz, steps: 4000 };
  const noisy = honest(shown, seriesOf(shown, 0.05));
  assertAlmostEquals(noisy.noise, 0.05, 0.01);
  assert(noisy.standardError! > 2 * noisy.methods.rosenstein!.standardError);
  assertMatch(
    noisy.notes.join(" "),
    /about 5.* % of noise, under which an exponent comes out too small: it was raised by 4\d %/,
  );
});

Deno.test("size and unit of a series do not matter", () => {
  const series = seriesOf({ ...lorenz, steps: 3000 });
  const { verdict, lambda1 } = estimateOf(series);
  for (const size of [1e-200, 1e200]) {
    const scaled = estimateOf({ ...series, values: series.values.map((value) => size * value) });
    assertEquals(scaled.verdict, verdict);
    assertAlmostEquals(scaled.lambda1!, lambda1!, 1e-6);
  }
});

Deno.test("spikes have a mean period, at any height", () => {
  const spikes = Float64Array.from({ length: 4000 }, (_, row) => row % 50 < 2 ? 1e180 : 1e178 * sin(row));
  assertAlmostEquals(meanPeriod(standardisedSignal(spikes)), 50, 1);
});

Deno.test("a column that drifts is left out and does not veto the others", () => {
  const { values, rows, dt } = seriesOf({ ...lorenz, steps: 3000 });
  const both = Float64Array.from({ length: 2 * rows }, (_, i) => i % 2 === 0 ? values[i >> 1]! : i / 1000);
  const { verdict, notes, columns } = estimateOf({ values: both, rows, columns: 2, dt });
  assertEquals([verdict, columns], ["chaotic", 1]);
  assertMatch(notes.join(" "), /Column 2 drifted/);
});

Deno.test("a series that repeats itself says so, and if there is no exponent the rate of divergence is given", () => {
  const wave = Float64Array.from({ length: 2000 }, (_, row) => sin(Math.PI * (row % 40) / 20));
  assertMatch(
    estimateOf({ values: wave, rows: 2000, columns: 1, dt: 1 }).because,
    /repeats itself exactly every 40/,
  );
  const values = normals(stream(0, "white"), 2000);
  const white = estimateOf({ values, rows: 2000, columns: 1, dt: 1 });
  assert(white.divergenceRate! > 0 && white.lambda1 === null);
});

Deno.test("an exponent with a large error is not converged", () => {
  const converged = (standardError: number) =>
    spectrumFromSeries({ lambda1: 1, standardError, rows: 1000 })!.converged;
  assertEquals([converged(0.1), converged(0.4)], [true, false]);
});
