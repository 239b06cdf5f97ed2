/** Baselines: what is known of each in closed form, and what all have in common. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { type Learned, pastOf, theilerWindow } from "../../../lib/training/baselines/baseline.ts";
import { baselineOf } from "../../../lib/training/baselines/catalogue.ts";
import { type BaselineKind, baselineKinds } from "../../../lib/training/baselines/names.ts";
import { type Series, seriesOf, slice } from "../../../lib/series/series.ts";
import { withNoise } from "../../../lib/series/noise.ts";
import { cos, log, sin } from "../../../lib/numerics/elementary.ts";

const whole = (series: Series): Learned => ({ series, stretches: [{ start: 0, end: series.rows }] });

/** A series by a map of one variable. */
const orbit = (map: (x: number) => number, first: number, rows: number): Series => {
  const values = [first];
  while (values.length < rows) values.push(map(values[values.length - 1]!));
  return seriesOf(values.map((value) => [value]), 1);
};

const logistic = orbit((x) => 3.9 * x * (1 - x), 0.3, 2000);
const circle = seriesOf(Array.from({ length: 400 }, (_, t) => [cos(t / 7), sin(t / 7)]), 1);

/** The largest deviation of a forecast from what follows a row. */
const errorAfter = (
  kind: BaselineKind,
  learned: Learned,
  truth: Series,
  row: number,
  steps: number,
): number => {
  const made = baselineOf(kind).make(learned);
  const found = made.forecast(pastOf(learned, truth, row, made.memory), steps);
  const wanted = truth.values.subarray((row + 1) * truth.columns, (row + 1 + steps) * truth.columns);
  return Math.max(...found.map((value, i) => Math.abs(value - wanted[i]!)));
};

Deno.test("each baseline gives the same finite numbers again, as many as are asked for", () => {
  const learned = whole(slice(circle, 0, 300));
  for (const { kind, make } of baselineKinds.map(baselineOf)) {
    const [first, again] = [0, 1].map(() => {
      const made = make(learned);
      const past = pastOf(learned, circle, 350, made.memory);
      return [...made.forecast(past, 50), ...(made.freeRun ?? made.forecast)(past, 50), made.lambda1()];
    });
    assertEquals(first!.length, 201, kind);
    assert(first!.every((value) => value === null || Number.isFinite(value)), kind);
    assertEquals(first, again, kind);
  }
});

Deno.test("a quadratic map is learnt by the reservoir, with its exponent, and a rotation by the linear model", () => {
  const learned = whole(slice(logistic, 0, 1500));
  assert(errorAfter("reservoir", learned, logistic, 1600, 3) < 1e-3);
  const exponent = logistic.values.reduce((sum, x) => sum + log(Math.abs(3.9 * (1 - 2 * x))), 0) / 2000;
  assertAlmostEquals(baselineOf("reservoir").make(learned).lambda1()!, exponent, 0.06);
  assert(errorAfter("linear", learned, logistic, 1600, 3) > 0.05);
  assert(errorAfter("linear", whole(slice(circle, 0, 300)), circle, 320, 40) < 1e-2);
});

Deno.test("parroting repeats what it has seen, across no border of trials, and goes on at the end", () => {
  const series = seriesOf([1, 2, 3, 4, 9, 2, 3, 7, 8].map((value) => [value]), 1);
  const learned: Learned = { series, stretches: [{ start: 0, end: 5 }, { start: 5, end: 9 }] };
  const made = baselineOf("parroting").make(learned);
  assertEquals(made.memory, 4);
  // 1 2 3 4 is followed by 9 and the trial's end, whose past is most like no other than 2 3 7 8's … of the same trial.
  assertEquals(made.forecast(Float64Array.of(1, 2, 3, 4), 1), Float64Array.of(9));
  const long = baselineOf("parroting").make(whole(circle));
  const run = long.forecast(pastOf(whole(circle), circle, 100, long.memory), 1000);
  assertEquals(run.slice(0, 40), circle.values.slice(202, 242));
  const radii = Array.from(
    { length: 1000 },
    (_, t) => run[2 * t]! * run[2 * t]! + run[2 * t + 1]! * run[2 * t + 1]!,
  );
  assert(radii.every((radius) => Math.abs(radius - 1) < 1e-9));
});

/** The x and the speed of an orbit that never comes back exactly, sampled several hundred times a turn. */
const fine = seriesOf(
  Array.from({ length: 1500 }, (_, t) => [sin(t / 60) + sin(t / 87), cos(t / 60) + cos(t / 87)]),
  1,
);

Deno.test("parroting of a short, finely sampled recording moves on, also with noise and from its very end", () => {
  const noisy = withNoise(fine, 0.02, 1);
  for (
    const learned of [whole(fine), whole(noisy), { series: noisy, stretches: [{ start: 700, end: 1500 }] }]
  ) {
    const made = baselineOf("parroting").make(learned);
    const { values, rows, columns } = learned.series;
    const run = made.forecast(values.slice((rows - made.memory) * columns, rows * columns), 1000);
    const distinct = new Set(run.filter((_, i) => i % columns === 0));
    assert(distinct.size > 100, `${distinct.size} different values in 1000 steps`);
    assert(run.every(Number.isFinite));
  }
});

Deno.test("Theiler's window is where the autocorrelation falls below 1/e, a quarter of the longest stretch at most", () => {
  const wave = seriesOf(Array.from({ length: 2000 }, (_, t) => [cos(t / 7), cos(t / 20)]), 1);
  assertAlmostEquals(theilerWindow(whole(wave)), 20 * 1.194, 1.5);
  assertEquals(
    theilerWindow({ series: wave, stretches: [{ start: 0, end: 40 }, { start: 40, end: 60 }] }),
    10,
  );
  assertEquals(theilerWindow(whole(logistic)), 1);
});

Deno.test("the past of a first row is taken from what was learned, never from what follows", () => {
  const truth = slice(circle, 350);
  const past = pastOf(whole(slice(circle, 0, 300)), truth, 0, 4);
  assertEquals(past.slice(6), truth.values.slice(0, 2));
  const [x, y] = [past[4]!, past[5]!];
  assertAlmostEquals(x, cos(349 / 7), 0.1);
  assertAlmostEquals(y, sin(349 / 7), 0.1);
});

Deno.test("climatology has the values of the series, and persistence the last one", () => {
  const learned = whole(logistic);
  const { memory, freeRun } = baselineOf("climatology").make(learned);
  const run = freeRun!(pastOf(learned, logistic, 10, memory), 500);
  const seen = new Set(logistic.values);
  assert(run.every((value) => seen.has(value)));
  assertEquals(
    baselineOf("persistence").make(learned).forecast(Float64Array.of(0.7), 3),
    Float64Array.of(0.7, 0.7, 0.7),
  );
});
