/** MASE against what is worked out by hand. */
import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { evaluateMeasure, measureCodec } from "../../lib/measures/catalogue.ts";
import type { Forecast } from "../../lib/measures/measure.ts";
import { seriesOf } from "../../lib/series/series.ts";

const mase = (written: object, truth: ReturnType<typeof seriesOf>, forecast: Forecast) => {
  const settings = decode(measureCodec, { kind: "MASE", ...written });
  if (E.isLeft(settings)) throw new Error(JSON.stringify(settings.left));
  return evaluateMeasure(settings.right, { truth, forecast });
};

/** x grows by 1 and y by 2 a row, and then by 3 and 6. */
const truth = seriesOf([[0, 0], [1, 2], [2, 4], [5, 10]], 1);
const stays: Forecast = (row, steps) =>
  Float64Array.from({ length: 2 * steps }, (_, i) => truth.values[2 * row + i % 2]!);

Deno.test("MASE averages absolute errors over steps and starts, in units of the mean change of each variable", () => {
  // Mean changes: 5/3 and 10/3. From row 0 the errors of x are 1 and 2, of y 2 and 4.
  assertAlmostEquals(mase({ steps: 2, starts: 1 }, truth, stays).value!, 1.5 / (5 / 3), 1e-12);
  // From row 1 those of x are 1 and 4.
  assertAlmostEquals(mase({ steps: 2, starts: 2 }, truth, stays).value!, 2 / (5 / 3), 1e-12);
  assertAlmostEquals(mase({ steps: 1, starts: 3 }, truth, stays).value!, 1, 1e-12);
  const perfect: Forecast = (row, steps) => truth.values.slice(2 * row + 2, 2 * (row + 1 + steps));
  assertEquals(mase({ steps: 3, starts: 1 }, truth, perfect).value, 0);
});

Deno.test("the preset of DynaMix has ten steps from the first row", () => {
  const long = seriesOf(Array.from({ length: 40 }, (_, row) => [row < 11 ? row : row % 2]), 1);
  const asked: (readonly [number, number])[] = [];
  const flat: Forecast = (row, steps) => {
    asked.push([row, steps]);
    return new Float64Array(steps);
  };
  // Up to row 10 it changes by 10 in all, then by 9 back to 1, and by 28 in 28 rows.
  const changes = (10 + 9 + 28) / 39;
  assertAlmostEquals(mase({ preset: "dynamix" }, long, flat).value!, 5.5 / changes, 1e-12);
  assertEquals(asked, [[0, 10]]);
});

Deno.test("MASE has no value where a forecast diverges, rows are too few or a variable never changes", () => {
  const lost: Forecast = (_, steps) => new Float64Array(2 * steps).fill(NaN);
  assertEquals(mase({ steps: 1, starts: 2 }, truth, lost).why, "2 of 2 forecasts diverged");
  assertEquals(mase({ steps: 4 }, truth, stays).value, null);
  const constant = seriesOf([[1, 0], [1, 1], [1, 3]], 1);
  assertEquals(mase({ steps: 1 }, constant, stays).why, "a variable never changes");
});
