/** What drifts: sums of noise are told from slow dynamics, and noise does not hide that there are few periods. */
import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { sin } from "../../../lib/numerics/elementary.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { estimateTwice } from "../../../lib/lyapunov/series/second_look/second_look.ts";
import { withNoise } from "../../../lib/series/noise.ts";
import type { Series } from "../../../lib/series/series.ts";
import { right } from "../../either.ts";
import { seriesOf } from "./known_series.ts";

const ROWS = 1000;

const of = (values: Float64Array): Series => ({ values, rows: values.length, columns: 1, dt: 1 });

const summed = (steps: Float64Array): Series => {
  const values = steps.slice();
  for (let i = 1; i < values.length; i++) values[i] = values[i - 1]! + steps[i]!;
  return of(values);
};

const noise = (name: string): Float64Array => normals(stream(3, name), ROWS);

const wave = (period: number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => 1.4 * sin(2 * Math.PI * row / period));

const logistic = (): Float64Array => {
  const values = new Float64Array(ROWS).fill(0.3);
  for (let i = 1; i < ROWS; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
  return values.map((value) => value - 0.5);
};

/** The first variable of the Lorenz system, so slowly that few of its turns are seen. */
const slowLorenz = (): Series => seriesOf({ system: "lorenz", dt: 0.007, steps: ROWS, observe: ["x"] });

const found = (series: Series): string => {
  const { verdict, reason } = right(estimateTwice(series));
  return `${verdict}: ${reason}`;
};

Deno.test("random walks, also with a trend, are sums of noise", () => {
  const walks = [
    ...["a", "b", "c", "d"].map((name) => summed(noise(name))),
    summed(noise("trended").map((step) => step + 0.2)),
  ];
  assertEquals(walks.map(found), walks.map(() => "noise: sums of noise"));
});

Deno.test("slow chaos, sums of chaos, chirps and waves on a trend are no sums of noise", () => {
  const chirp = of(Float64Array.from({ length: ROWS }, (_, row) => sin(1e-4 * row * row)));
  const trended = of(wave(150).map((value, row) => value + row / 100));
  const slow = [0, 0.01, 0.1, 0.3].map((level) => withNoise(slowLorenz(), level, 7));
  for (const series of [chirp, trended, summed(logistic()), ...slow]) {
    assertEquals(found(series).includes("sums of noise"), false);
  }
});

/** Slow waves that leap, under noise: few periods, and nearly all of their variance is in a few steps. */
const leaping = (level: number): readonly Series[] => {
  const phases = Float64Array.from({ length: ROWS }, (_, row) => 4.3 * row / ROWS);
  const chaos = logistic();
  return [
    phases.map((phase) => phase % 1 < 0.5 ? 1 : -1),
    phases.map((phase) => phase % 1),
    phases.map((_, row) => chaos[Math.floor(row / 60)]!),
  ].map((values) => withNoise(of(values), level, 7));
};

Deno.test("slow waves that leap are no sums of noise, under whatever noise: their other steps are those of the noise", () => {
  for (const series of [0.003, 0.03, 0.1].flatMap(leaping)) {
    assertEquals(found(series).includes("sums of noise"), false);
  }
});

Deno.test("walks whose steps have heavy tails, or two sizes, are sums of noise", () => {
  const steps = noise("heavy");
  const squares = ["p", "q", "r"].map((name) => noise(name).map((value) => value * value));
  const heavy = steps.map((step, row) =>
    step / Math.sqrt(squares.reduce((sum, each) => sum + each[row]!, 0))
  );
  const walks = [heavy, steps.map(Math.sign)].map(summed);
  assertEquals(walks.map(found), walks.map(() => "noise: sums of noise"));
});

Deno.test("chaos on a cycle, a phase that wanders and noise of a narrow band are no cycle under noise", () => {
  const chaos = logistic();
  const steps = noise("phase");
  let phase = 0;
  const wandering = steps.map((step) => sin(phase += 2 * Math.PI / 12 + 0.1 * step));
  const narrow = Array.from({ length: 12 }, (_, draw) => {
    const drawn = normals(stream(draw, "narrow"), 500);
    for (let i = 2; i < drawn.length; i++) drawn[i] = 1.08 * drawn[i - 1]! - 0.98 * drawn[i - 2]! + drawn[i]!;
    return of(drawn);
  });
  const onCycle = [0.6, 0.8].map((size) => of(wave(12.3).map((value, row) => value + size * chaos[row]!)));
  for (const series of [...onCycle, withNoise(of(wandering), 0.2, 7), ...narrow]) {
    assertEquals(found(series).includes("one cycle"), false);
  }
});

Deno.test("noise does not hide that a series has few periods", () => {
  assertEquals(
    [0.15, 0.2].map((level) => found(withNoise(slowLorenz(), level, 7))),
    ["too short: few periods", "too short: few periods"],
  );
});

Deno.test("a cycle under noise is regular, with its period, although its surrogates are the same cycle", () => {
  for (const level of [0.02, 0.1, 0.3]) {
    const { verdict, reason, dynamics, lambda1 } = right(estimateTwice(withNoise(of(wave(12)), level, 7)));
    assertEquals([verdict, reason, lambda1], ["regular", "one cycle", 0]);
    assertAlmostEquals(dynamics.period!, 12, 0.01);
  }
  // Noise that oscillates has no sharp line.
  const drawn = noise("oscillates");
  for (let i = 2; i < ROWS; i++) drawn[i] = 1.8 * drawn[i - 1]! - 0.95 * drawn[i - 2]! + drawn[i]!;
  assertEquals(found(of(drawn)), "noise: like linear noise");
});
