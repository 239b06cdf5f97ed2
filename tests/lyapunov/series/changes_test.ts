/** Stationarity decides before the verdict does: a series that stands still or changes has no exponent. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { estimateSeries } from "../../../lib/lyapunov/series/estimate.ts";
import { trendOf, withoutTrend } from "../../../lib/series/filter.ts";
import type { Series } from "../../../lib/series/series.ts";
import { sin } from "../../../lib/numerics/elementary.ts";
import { estimateOf, seriesOf } from "./known_series.ts";

const oneColumn = (values: Float64Array): Series => ({ values, rows: values.length, columns: 1, dt: 1 });
const lorenz = () => seriesOf({ system: "lorenz", dt: 0.02, steps: 5000, observe: ["x"] });

const refusal = (series: Series): string => {
  const result = estimateSeries(series);
  return E.isLeft(result) && result.left._tag === "CannotCompute"
    ? `${result.left.what}; ${result.left.mend}`
    : "accepted";
};

Deno.test("a series that stops is refused with the row and the rows that are left", () => {
  const { values, ...rest } = lorenz();
  const stopped = { ...rest, values: values.map((value, row) => row < 3000 ? value : values[2999]!) };
  assertEquals(
    refusal(stopped),
    `Column 1 is constant (${values[2999]}) from row 3000 on; give the rows before it: --window 1:2999`,
  );
});

Deno.test("an almost constant series is refused", () => {
  assertMatch(
    refusal(oneColumn(Float64Array.from({ length: 120 }, (_, row) => row === 7 ? 267 : 263))),
    /almost constant: 99.2 % of its values are 263/,
  );
});

const changing: readonly (readonly [string, RegExp, () => Series])[] = [
  [
    "a wave whose frequency triples",
    /the spectrum of column 1 changes/,
    () => oneColumn(Float64Array.from({ length: 3000 }, (_, i) => sin(0.05 * i + 0.05 * i * i / 3000))),
  ],
  [
    "a wave whose size triples",
    /the width of column 1 changes/,
    () => oneColumn(Float64Array.from({ length: 3000 }, (_, i) => (1 + i / 1500) * sin(0.13 * i))),
  ],
  ["chaos on a steep trend", /the mean of column 1 moves .*--detrend/, () => {
    const { values, ...rest } = lorenz();
    return { ...rest, values: values.map((value, row) => value + 32 * row / 5000) };
  }],
];
for (const [name, because, make] of changing) {
  Deno.test(`${name} is not stationary, and gets no exponent`, () => {
    const { verdict, because: why, lambda1, dynamics } = estimateOf(make());
    assertEquals([verdict, lambda1, dynamics.kind], ["not stationary", null, "undecided"]);
    assertMatch(why, because);
  });
}

Deno.test("a trend that is taken off withholds nothing, and chaos by itself changes nothing", () => {
  const series = lorenz();
  const trended = { ...series, values: series.values.map((value, row) => value + 32 * row / 5000) };
  const { verdict, changes } = estimateOf(withoutTrend(trended, trendOf(trended)));
  assert(verdict !== "not stationary", verdict);
  assertEquals(changes, []);
  assertEquals(estimateOf(series).changes, []);
});
