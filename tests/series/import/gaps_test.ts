import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { closeGaps } from "../../../lib/series/import/gaps.ts";
import { stationarityOf } from "../../../lib/series/import/stationarity.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { csvOf, fileOf, imported } from "./support.ts";

const places = (rows: number) => Float64Array.from({ length: rows }, (_, i) => i + 1);

Deno.test("interpolation puts a straight line back, however many of its inner points are gone", () => {
  fc.assert(fc.property(
    fc.uniqueArray(fc.integer({ min: 1, max: 48 }), { maxLength: 40 }),
    fc.integer({ min: -5, max: 5 }),
    (gone, slope) => {
      const line = Float64Array.from({ length: 50 }, (_, row) => 3 + slope * row);
      const values = line.map((value, row) => gone.includes(row) ? NaN : value);
      const closed = closeGaps(
        { values, rows: 50, columns: 1, places: places(50), names: ["x"] },
        "interpolate",
        "a.csv",
        1,
      );
      assert(closed._tag === "Right");
      closed.right.values.forEach((value, row) => assert(Math.abs(value - line[row]!) < 1e-12));
      assertEquals(closed.right.stretches, [{ start: 0, end: 50 }]);
    },
  ));
});

Deno.test("splitting keeps every whole stretch and nothing else", () => {
  const file = fileOf(
    "a.csv",
    csvOf(400, (cells, row) => row === 150 || row === 200 ? cells.with(2, "NA") : cells),
  );
  const { trials, notes, series } = imported([file], { gaps: "split" });
  assertEquals(trials, [
    { name: "a.csv, part 1", start: 0, end: 150, startTime: 0 },
    { name: "a.csv, part 2", start: 150, end: 349, startTime: 20.1 },
  ]);
  assertEquals(series.values.every(Number.isFinite), true);
  assertStringIncludes(notes[0]!, "split into 2 parts, and 1 part of fewer than 100 rows left out");
});

Deno.test("missing rows are filled in at their times", () => {
  const lines = csvOf(200, (cells, row) => cells.with(1, String(row)).with(2, String(row % 2))).split("\n");
  const file = fileOf("a.csv", lines.filter((_, index) => index !== 50).join("\n"));
  const { series, notes } = imported([file], { gaps: "interpolate", columns: ["x"] });
  assertEquals([...series.values], Array.from({ length: 200 }, (_, row) => row));
  assertStringIncludes(notes[0]!, "1 row is missing, filled in by straight lines");
});

Deno.test("a blank line in a file of one column is a gap", () => {
  const lines = Array.from({ length: 200 }, (_, i) => i === 20 ? "" : String((i * i) % 7));
  const { series } = imported([fileOf("a.csv", ["x", ...lines, "", ""].join("\n"))], { gaps: "interpolate" });
  assertEquals([series.rows, series.values[20]], [200, (19 * 19 % 7 + 21 * 21 % 7) / 2]);
});

Deno.test("noise looks stationary; a drifting mean, a growing width and a random walk do not", () => {
  const rows = 4000;
  const noise = normals(stream(1, "noise"), rows);
  const of = (value: (row: number) => number) => {
    const values = Float64Array.from({ length: rows }, (_, row) => value(row));
    return stationarityOf({ values, rows, columns: 1, dt: 1 }, ["x"]);
  };
  assert(of((row) => noise[row]!).looksStationary);
  assert(of((row) => (row % 100) * (row % 100 < 50 ? 1 : -1)).looksStationary);
  assertStringIncludes(of((row) => noise[row]! + row / rows).because, "mean of x moves");
  assertStringIncludes(of((row) => noise[row]! * (1 + row / rows)).because, "varies more");
  let sum = 0;
  assertEquals(of((row) => sum += noise[row]!).looksStationary, false);
});

Deno.test("of 200 series of noise at most a few are taken for drifting", () => {
  const rows = 1000;
  const wrong = Array.from({ length: 200 }, (_, seed) => {
    const values = Float64Array.from(normals(stream(seed, "noise"), rows));
    return stationarityOf({ values, rows, columns: 1, dt: 1 }, ["x"]).looksStationary ? 0 : 1;
  }).reduce<number>((sum, each) => sum + each, 0);
  assert(wrong <= 4, `${wrong}`);
});

Deno.test("of 300 random walks none is taken for stationary, and a wave of five periods is", () => {
  const rows = 1000;
  const looks = (values: Float64Array) =>
    stationarityOf({ values, rows, columns: 1, dt: 1 }, ["x"]).looksStationary;
  const wrong = Array.from({ length: 300 }, (_, seed) => {
    let sum = 0;
    return looks(Float64Array.from(normals(stream(seed, "walk"), rows), (step) => sum += step)) ? 1 : 0;
  }).reduce<number>((sum, each) => sum + each, 0);
  assertEquals(wrong, 0);
  const wave = (periods: number) =>
    Float64Array.from({ length: rows }, (_, t) => Math.sin(2 * Math.PI * periods * t / rows));
  assertEquals([5, 9, 20, 80].map((periods) => looks(wave(periods))), [true, true, true, true]);
});
