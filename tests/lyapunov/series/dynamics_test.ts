/** The kind of dynamics, the embedding that was kept, and the whole spectrum. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { Series } from "../../../lib/series/series.ts";
import { dynamicsOfSeries, type SeriesDynamics } from "../../../lib/lyapunov/series/dynamics.ts";
import { seriesSpectrum } from "../../../lib/lyapunov/series/series_spectrum.ts";
import { estimateTrials } from "../../../lib/lyapunov/series/trials.ts";
import { estimateSeries } from "../../../lib/lyapunov/series/estimate.ts";
import { cos, sin } from "../../../lib/numerics/elementary.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { estimateOf, exponentFromEquations, type Observed, seriesOf } from "./known_series.ts";
import { right } from "../../either.ts";

const signal = (rows: number, at: (row: number) => number): Series => ({
  values: Float64Array.from({ length: rows }, (_, row) => at(row)),
  rows,
  columns: 1,
  dt: 1,
});

/** A textbook map whose memory is long: by its autocorrelation alone it would get a delay of a dozen steps. */
const slowMaps: readonly Observed[] = [
  { system: "holmes-cubic", steps: 3000, observe: ["x"] },
  { system: "cusp", steps: 3000 },
];
for (const observed of slowMaps) {
  Deno.test(`${observed.system} is a map, is predicted one step ahead, and is chaotic`, () => {
    const truth = exponentFromEquations(observed);
    const { verdict, because, lambda1, standardError, continuity, delay } = estimateOf(seriesOf(observed));
    assertEquals([verdict, continuity.isFlow, delay.steps, delay.by], [
      "chaotic",
      false,
      1,
      "most predictive",
    ], because);
    assert(Math.abs(lambda1! / truth - 1) < 0.1 && standardError! < 0.2 * truth, `${lambda1} of ${truth}`);
  });
}

const golden = (1 + Math.sqrt(5)) / 2;
const ringing = (() => {
  const values = normals(stream(0, "ringing"), 3000);
  for (let row = 2; row < 3000; row++) {
    values[row] = values[row]! + 1.8 * values[row - 1]! - 0.95 * values[row - 2]!;
  }
  return { values, rows: 3000, columns: 1, dt: 1 };
})();

const kinds: readonly (readonly [string, Partial<SeriesDynamics>, () => Series])[] = [
  ["a wave", { kind: "regular" }, () => signal(3000, (row) => sin(0.13 * row))],
  [
    "a torus of two frequencies",
    { kind: "quasi-periodic", frequencies: 2 },
    () => signal(4096, (row) => sin(0.1 * row) + 0.7 * cos(0.1 * golden * row)),
  ],
  [
    "a torus of three frequencies",
    { kind: "quasi-periodic", frequencies: 3 },
    () =>
      signal(
        4096,
        (row) => sin(0.3 * row) + 0.7 * cos(0.3 * golden * row) + 0.6 * sin(0.3 * Math.SQRT2 * row),
      ),
  ],
  [
    "a strange attractor without chaos",
    { kind: "strange non-chaotic" },
    () => seriesOf({ system: "gopy", steps: 6000 }),
  ],
  ["Hénon", { kind: "chaotic", positive: 1 }, () => seriesOf({ system: "henon", steps: 3000 })],
  [
    "a hyperchaotic map",
    { kind: "chaotic", positive: 2 },
    () => seriesOf({ system: "generalised-henon", steps: 4000 }),
  ],
  ["noise that rings", { kind: "linear noise" }, () => ringing],
];
for (const [name, expected, make] of kinds) {
  Deno.test(`${name}: ${JSON.stringify(expected)}, with witnesses`, () => {
    const { dynamics, witnesses } = estimateOf(make());
    assertEquals({ ...dynamics, ...expected }, dynamics, dynamics.sentence);
    assert(witnesses.length >= 3);
    assert(witnesses.every(({ blindTo, found }) => blindTo !== "" && found !== ""));
  });
}

Deno.test("a period is given in rows", () => {
  const { dynamics } = estimateOf(signal(3000, (row) => sin(0.13 * row) + 0.4 * sin(0.26 * row)));
  assertAlmostEquals(dynamics.period!, 2 * Math.PI / 0.13, 0.05);
  assertMatch(dynamics.sentence, /^regular: a cycle of 48\.3\d? rows$/);
});

Deno.test("all exponents of a flow from its columns: one positive, one zero, one negative, and both dimensions", () => {
  const series = seriesOf({ system: "jerk-tanh", dt: 0.2, steps: 5000 });
  const { exponents, kaplanYorke, correlationDimension } = seriesSpectrum(series, estimateOf(series))!;
  const [first, second, third] = exponents.filter(({ confirmed }) => confirmed);
  assertAlmostEquals(first!.value, 0.129, 0.025);
  assertAlmostEquals(second!.value, 0, 0.02);
  assertAlmostEquals(third!.value, -0.319, 0.04);
  assertAlmostEquals(kaplanYorke!.value, 2.4, 0.1);
  assertAlmostEquals(correlationDimension!.value, kaplanYorke!.value, 0.35);
});

Deno.test("what the user says of the embedding holds", () => {
  const settings = { delay: 2, copies: 3, theiler: 40, isMap: true };
  const series = seriesOf({ system: "lorenz", dt: 0.05, steps: 2000, observe: ["x"] });
  const { delay, dimension, theiler, continuity } = right(estimateSeries(series, settings));
  assertEquals([delay.steps, delay.by, dimension.copies, dimension.by, theiler], [
    2,
    "given",
    3,
    "given",
    40,
  ]);
  assertEquals([continuity.isFlow, continuity.given], [false, true]);
});

Deno.test("all trials count, equal ones too", () => {
  const { values } = seriesOf({ system: "logistic", steps: 3000 });
  const trials = [0, 1000, 2000].map((from) => ({
    values: values.slice(from, from + 1000),
    rows: 1000,
    columns: 1,
    dt: 1,
  }));
  const { rows, lambda1, notes } = right(estimateTrials(trials));
  assertEquals(rows, 3000);
  assertAlmostEquals(lambda1!, Math.LN2, 0.05);
  assertMatch(notes[0]!, /Each of 3 trials was looked at for itself; 3 of them, 3000 rows, are chaotic/);
});

Deno.test("noise that is known is made good, and much noise leaves a bound", () => {
  const observed: Observed = { system: "lorenz", dt: 0.03, steps: 5000 };
  const truth = exponentFromEquations(observed);
  const noisy = estimateOf(seriesOf(observed, 0.02));
  assertEquals([noisy.verdict, noisy.isBound], ["chaotic", false], noisy.because);
  assert(Math.abs(noisy.lambda1! - truth) < 2 * noisy.standardError!, `${noisy.lambda1} of ${truth}`);
  assert(noisy.methods.rosenstein!.lambda1 < noisy.lambda1!);
});

Deno.test("noise is not linear only where the test against linear noise found so", () => {
  const kindOf = (gain: number): string =>
    dynamicsOfSeries({
      judged: { verdict: "noise", reason: "like linear noise", because: "" },
      repeats: undefined,
      determinism: {
        gain,
        asGood: 0,
        surrogates: 19,
        found: gain > 0.2,
        patterns: { own: 1, surrogates: 1, asLow: 0 },
      },
      jacobians: undefined,
      frequencies: undefined,
      noise: 0,
    }).kind;
  assertEquals([0.1, 0.5].map(kindOf), ["linear noise", "nonlinear noise"]);
});
