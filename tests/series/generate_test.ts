import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { pipe } from "fp-ts/function.js";
import * as E from "fp-ts/Either.js";
import { generate, type NamedSeries } from "../../lib/series/generate.ts";
import { systemSource } from "../../lib/series/generate_settings.ts";
import { slice } from "../../lib/series/series.ts";
import {
  columnMeans,
  standardDeviations,
  standardisationOf,
  standardise,
} from "../../lib/series/standardise.ts";
import { decode } from "../../lib/core/codec/codec.ts";

const made = (settings: unknown): NamedSeries => {
  const result = pipe(decode(systemSource, settings), E.chainW(generate));
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

const paths = (settings: unknown): readonly string[] =>
  pipe(decode(systemSource, settings), E.match((faults) => faults.map(({ path }) => path), () => []));

Deno.test("what a user leaves out is filled in from the system", () => {
  assertEquals(
    decode(systemSource, { kind: "system", system: "lorenz", steps: 10, parameters: { rho: 38 } }),
    {
      _tag: "Right",
      right: {
        kind: "system",
        system: "lorenz",
        parameters: { sigma: 10, rho: 38, beta: 8 / 3 },
        dt: 0.01,
        steps: 10,
        transient: 1000,
        observe: ["x", "y", "z"],
        noise: 0,
        substeps: 1,
        solver: "rk4",
        tolerance: 1e-9,
        initialState: [1, 1, 20],
        seed: 0,
      },
    },
  );
});

Deno.test("settings that do not fit the system are refused with their path", () => {
  const lorenz = { kind: "system", system: "lorenz", steps: 10 };
  assertEquals(paths({ ...lorenz, system: "lorentz" }), ["$.system"]);
  assertEquals(paths({ ...lorenz, parameters: { roh: 38, rho: 1 } }), ["$.parameters.roh"]);
  assertEquals(paths({ ...lorenz, observe: ["x", "w"] }), ["$.observe[1]"]);
  assertEquals(paths({ ...lorenz, initialState: [1] }), ["$.initialState"]);
  assertEquals(paths({ ...lorenz, dt: -1, steps: 0.5 }), ["$.dt", "$.steps"]);
  assertEquals(paths({ kind: "system", system: "henon", steps: 10, dt: 0.1 }), ["$.dt"]);
  assertEquals(paths({ kind: "system", system: "mackey-glass", steps: 10, dt: Math.PI }), ["$.dt"]);
});

Deno.test("the paper's Lorenz series: bounded, sampled on the attractor, the same at half the integration step", () => {
  const settings = { kind: "system", system: "lorenz", parameters: { rho: 38 }, dt: 0.01, steps: 5000 };
  const { series, variables } = made(settings);
  assertEquals([series.rows, series.columns, series.dt, [...variables]], [5000, 3, 0.01, ["x", "y", "z"]]);
  assert(series.values.every((value) => Math.abs(value) < 80));
  const start = { ...settings, transient: 0, steps: 100 };
  const [coarse, fine] = [made(start).series.values, made({ ...start, substeps: 2 }).series.values];
  coarse.forEach((value, i) => assertAlmostEquals(value, fine[i]!, 1e-3));
});

Deno.test("the adaptive solver follows the same orbit, for flows only", () => {
  const settings = { kind: "system", system: "roessler", dt: 0.1, steps: 200, transient: 0 };
  const [fixed, adaptive] = [
    made({ ...settings, substeps: 100 }),
    made({ ...settings, solver: "dormand-prince" }),
  ];
  fixed.series.values.forEach((value, i) => assertAlmostEquals(adaptive.series.values[i]!, value, 1e-5));
  assertEquals(paths({ kind: "system", system: "henon", steps: 2, solver: "dormand-prince" }), ["$.solver"]);
});

Deno.test("observed columns are those asked for, in that order", () => {
  const settings = { kind: "system", system: "lorenz", steps: 20 };
  const all = made(settings).series.values;
  const some = made({ ...settings, observe: ["z", "x"] }).series.values;
  for (let row = 0; row < 20; row++) {
    assertEquals([some[2 * row], some[2 * row + 1]], [all[3 * row + 2], all[3 * row]]);
  }
});

Deno.test("a transient is the part of the orbit that is dropped", () => {
  const settings = { kind: "system", system: "henon", steps: 30, transient: 0 };
  assertEquals(
    made(settings).series.values.slice(2 * 10),
    made({ ...settings, transient: 10, steps: 20 }).series.values,
  );
});

Deno.test("noise has the level asked for, is the same for the same seed, and another for another", () => {
  const settings = { kind: "system", system: "roessler", dt: 0.1, steps: 20_000 };
  const clean = made(settings).series;
  const noisy = (seed: number) => made({ ...settings, noise: 0.05, seed }).series;
  const difference = { ...clean, values: noisy(1).values.map((value, i) => value - clean.values[i]!) };
  const levels = standardDeviations(difference).map((level, c) => level / standardDeviations(clean)[c]!);
  levels.forEach((level) => assertAlmostEquals(level, 0.05, 0.001));
  assertEquals(noisy(1).values, noisy(1).values);
  assert(noisy(1).values.some((value, i) => value !== noisy(2).values[i]));
});

Deno.test("a delay equation is sampled at the interval asked for", () => {
  const settings = { kind: "system", system: "mackey-glass", steps: 50, transient: 0, initialState: [0.5] };
  const [every, second] = [made({ ...settings, dt: 0.5 }), made({ ...settings, dt: 1, substeps: 10 })];
  for (let row = 0; row < 25; row++) {
    assertAlmostEquals(second.series.values[row]!, every.series.values[2 * row]!, 1e-6);
  }
});

Deno.test("an orbit that leaves all bounds is an error that says where", () => {
  const settings = decode(systemSource, {
    kind: "system",
    system: "henon",
    steps: 1000,
    transient: 0,
    initialState: [10, 0],
  });
  const what = pipe(
    settings,
    E.chainW(generate),
    E.match((error) => "what" in error ? error.what : "", () => "a series"),
  );
  assert(/no longer finite at sample \d+/.test(what), what);
});

Deno.test("a standardised series has mean 0 and deviation 1, and its parts keep the transform", () => {
  const { series } = made({ kind: "system", system: "lorenz", steps: 5000 });
  const [train, test] = [slice(series, 0, 3900), slice(series, 4000)];
  const by = standardisationOf(train);
  columnMeans(standardise(train, by)).forEach((mean) => assertAlmostEquals(mean, 0, 1e-12));
  standardDeviations(standardise(train, by)).forEach((deviation) => assertAlmostEquals(deviation, 1, 1e-12));
  assertAlmostEquals(standardise(test, by).values[0]!, (test.values[0]! - by.means[0]!) / by.deviations[0]!);
});
